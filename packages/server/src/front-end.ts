import type { Server } from "node:http";
import type { Clock, Log } from "@cimi-gateway/adapter";
import type { Gateway } from "@cimi-gateway/core";
import type { Store } from "@cimi-gateway/store";
import { application } from "./application.js";
import { Base } from "./base/base.js";
import type { ServerSettings } from "./configuration/server-schema.js";
import { httpServer } from "./http-server.js";
import { Metrics } from "./metrics.js";
import { OpenApi } from "./openapi/open-api.js";
import { pagesOf } from "./pages.js";
import { type Observe, Shell } from "./shell.js";

export interface FrontEndOptions {
  readonly gateway: Gateway;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: ServerSettings;
  /** The name or address listened on. */
  readonly listening: string;
  readonly baseUrl: string | undefined;
  readonly clouds: readonly string[];
  readonly draining: () => boolean;
}

/** Puts the parts between the socket and the gateway together; not yet listening. */
export function frontEnd({ gateway, store, clock, log, settings, ...options }: FrontEndOptions): Server {
  const { listening, baseUrl, clouds, draining } = options;
  const { limits, trustedProxies, hosts } = settings;
  const base = new Base({ baseUrl, trustedProxies, hosts, listening });
  const metrics = new Metrics(store);
  const observe: Observe = (exchange, status, milliseconds) => {
    metrics.observe(exchange, status, milliseconds);
    logAccess(log, exchange, status, milliseconds);
  };
  const shell = new Shell({ gateway, base, clock, limits, observe, draining });
  const openApi = new OpenApi(() => ({ clouds: gateway.offers(), auth: settings.auth.mode }));
  const pages = pagesOf({ store, metrics, openApi, clouds, draining });
  const routes = application({ shell, cimi: (exchange) => gateway.handle(exchange), pages });
  const origin = baseUrl ?? `http://${listening}`;
  return httpServer(routes, limits, (request, refusal) => gateway.refuse({ ...request, origin }, refusal));
}

/** The path without the query, which may hold what a consumer filters by. */
const logAccess = (log: Log, { method, path }: Parameters<Observe>[0], status: number, milliseconds: number): void =>
  log.info({ method, path, status, ms: Math.round(milliseconds * 10) / 10 }, "request");
