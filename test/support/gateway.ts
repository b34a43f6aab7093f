import { type Adapter, type Clock, silentLog, systemClock } from "@cimi-gateway/adapter";
import { Gateway, type GatewayOptions, type GatewayResponse } from "@cimi-gateway/core";
import { openStore, type Store } from "@cimi-gateway/store";
import { Validity } from "./validity.js";

export const ORIGIN = "http://gateway.test";

export interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text beginning with `<` as XML. */
  readonly body?: object | string;
}

/** A gateway without sockets, over an adapter and a store that keeps nothing. Its XML answers in edition 1 are valid, or a test has failed. */
export class TestGateway {
  readonly #validity = new Validity();

  constructor(
    readonly gateway: Gateway,
    readonly store: Store,
    readonly adapter: Adapter,
  ) {}

  static async open(
    adapter: Adapter,
    options: Partial<GatewayOptions> & { cloud?: string; clock?: Clock } = {},
  ): Promise<TestGateway> {
    const store = options.store ?? (await openStore({ folder: ":memory:" }));
    const clouds = options.clouds ?? [{ name: options.cloud ?? "sandbox", adapter }];
    const gateway = new Gateway({ clock: systemClock, log: silentLog, ...options, store, clouds });
    return new TestGateway(gateway, store, adapter);
  }

  /** Sends a request; the target is a path with its query, or an absolute href. */
  async send(method: string, target: string, { headers = {}, body }: Call = {}): Promise<GatewayResponse> {
    const [path, query = ""] = target.replace(ORIGIN, "").split("?", 2) as [string, string?];
    const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
    const type = text === "" ? {} : { "content-type": text.startsWith("<") ? "application/xml" : "application/json" };
    const response = await this.gateway.handle({
      method,
      path,
      query,
      body: text,
      headers: { accept: "application/json", ...type, ...headers },
      origin: ORIGIN,
      tenant: "default",
      receivedAt: Date.now(),
      signal: AbortSignal.timeout(30_000),
    });
    this.#validity.check(`${method} ${target}`, response);
    return response;
  }

  async get(target: string, headers: Readonly<Record<string, string>> = {}): Promise<Shown> {
    const response = await this.send("GET", target, { headers });
    if (response.status !== 200) throw new Error(`GET ${target} answered ${response.status}: ${response.body}`);
    return JSON.parse(response.body) as Shown;
  }

  /** Follows the Job of an answer to its end. */
  async job({ headers }: GatewayResponse, patience = 20_000): Promise<Shown> {
    const uri = headers["CIMI-Job-URI"]!;
    for (const end = Date.now() + patience; Date.now() < end; ) {
      const job = await this.get(uri);
      if (!["QUEUED", "RUNNING", "STOPPING"].includes(String(job.state))) return job;
      await systemClock.sleep(50);
    }
    throw new Error(`the Job ${uri} did not end`);
  }

  async close(): Promise<void> {
    this.#validity.dispose();
    await this.gateway.stop();
    await this.store.close();
  }
}

export type Shown = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly operations?: readonly { rel: string; href: string; available?: boolean }[];
};
