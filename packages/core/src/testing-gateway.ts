/** A gateway over a cloud in memory, asked as consumers ask it. Not part of the product's exports. */
import { silentLog, systemClock } from "@cimi-gateway/adapter";
import { openStore, type Store } from "@cimi-gateway/store";
import { Gateway } from "./gateway.js";
import type { FakeCloud } from "./testing.js";
import type { Access, GatewayResponse } from "./types.js";

/** A request: what is not said is a JSON request of edition 2 without a body. */
export interface Asking {
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

export interface TestGateway {
  readonly gateway: Gateway;
  /** `path` is under `/cimi/`: `2/fake/machines`. */
  ask(method: string, path: string, asking?: Asking): Promise<GatewayResponse>;
  /** The JSON of a GET that succeeds; `path` is under `/cimi/2/fake/`. */
  get(path: string, query?: string): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

interface Options {
  readonly store?: Store;
  readonly access?: Access;
}

export async function gatewayOf(resources: FakeCloud, { store: given, access = "full" }: Options = {}): Promise<TestGateway> {
  const store = given ?? (await openStore({ folder: ":memory:" }));
  const clouds = [{ name: "fake", adapter: { name: "fake", resources }, access }];
  const gateway = new Gateway({ clouds, store, clock: systemClock, log: silentLog });
  const ask: TestGateway["ask"] = (method, path, { body, headers = {}, query = "" } = {}) => {
    const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
    const type = text.startsWith("<") ? "application/xml" : "application/json";
    return gateway.handle({
      method,
      path: `/cimi/${path}`,
      query,
      headers: { accept: type, "content-type": type, ...headers },
      body: text,
      origin: "http://gateway.test",
      tenant: "default",
      receivedAt: 0,
      signal: new AbortController().signal,
    });
  };
  return {
    gateway,
    ask,
    async get(path, query = "") {
      const { status, body } = await ask("GET", `2/fake/${path}`, { query });
      if (status !== 200) throw new Error(`GET ${path} is answered ${status}: ${body}`);
      return JSON.parse(body) as Record<string, unknown>;
    },
    async close() {
      await gateway.stop();
      await store.close();
    },
  };
}
