import { type GatewayResponse, Refusal } from "@cimi-gateway/core";
import type { Store } from "@cimi-gateway/store";
import type { Exchange } from "./exchange.js";
import type { Metrics } from "./metrics.js";
import type { OpenApi } from "./openapi/open-api.js";
import type { Respond } from "./shell.js";

export interface PagesOptions {
  readonly store: Store;
  readonly metrics: Metrics;
  readonly openApi: OpenApi;
  readonly clouds: readonly string[];
  readonly draining: () => boolean;
}

/** What is served beside CIMI, by path; each answers GET and HEAD. */
export const pagesOf = ({ store, metrics, openApi, clouds, draining }: PagesOptions): Readonly<Record<string, Respond>> => ({
  "/": async (exchange) => index(exchange, clouds),
  "/healthz": async () => json({ status: "ok" }),
  "/readyz": () => ready(store, draining()),
  "/openapi.json": async ({ origin }) => page(await openApi.text(origin), "application/json"),
  "/metrics": async () => page(await metrics.text(), metrics.contentType),
});

function page(body: string, type: string, headers: Readonly<Record<string, string>> = {}): GatewayResponse {
  const length = String(Buffer.byteLength(body));
  return {
    status: 200,
    body,
    headers: { "Content-Type": type, "Content-Length": length, "Cache-Control": "no-cache", ...headers },
  };
}

const json = (value: object, headers?: Readonly<Record<string, string>>): GatewayResponse =>
  page(JSON.stringify(value), "application/json", headers);

const WAIT = { headers: { "Retry-After": "5" } };

/** Throws a Refusal (503) while the gateway stops or its database does not answer. */
async function ready(store: Store, draining: boolean): Promise<GatewayResponse> {
  if (draining) throw new Refusal(503, "the gateway is stopping", WAIT);
  await store.ping().catch((cause: unknown) => {
    throw new Refusal(503, "the gateway's database does not answer", { ...WAIT, cause });
  });
  return json({ status: "ready" });
}

const EDITIONS = ["2", "1"] as const;
const VARY = { Vary: "Accept" };

/** Where to start: for programs as JSON, for people as plain text. */
function index({ origin, headers }: Exchange, clouds: readonly string[]): GatewayResponse {
  const entryPoints = clouds.map((cloud) => ({
    cloud,
    ...Object.fromEntries(EDITIONS.map((edition) => [`edition${edition}`, `${origin}/cimi/${edition}/${cloud}/cloudEntryPoint`])),
  }));
  if (!/\btext\/html\b/i.test(headers.accept ?? "")) return json({ name: "cimi-gateway", entryPoints }, VARY);
  const lines = entryPoints.flatMap(({ cloud: _, ...addresses }) => Object.values(addresses));
  return page(
    ["cimi-gateway: CIMI (DMTF DSP0263) in front of these clouds", "", ...lines, ""].join("\n"),
    "text/plain; charset=utf-8",
    VARY,
  );
}
