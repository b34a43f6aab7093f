import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Cloud } from "./cloud.js";
import { type Bases, baseOf, basesOf, type RelayedService } from "./relay-bases.js";

/** What a service answered. */
export interface Passing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What happens to a request: `forward` sends it on, once for each call. Undefined: the connection is cut without an answer. */
export type Mishap = (forward: () => Promise<Passing>) => Promise<Passing | undefined>;

/** A request that has passed. */
export interface Passed {
  /** `POST compute /servers`: the service, and the path below its endpoint, where `{id}` stands for each id. */
  readonly line: string;
  /** Undefined: it got no answer. */
  readonly status: number | undefined;
}

const KEPT = ["accept", "content-type", "openstack-api-version", "x-auth-token", "x-subject-token"] as const;
const TOLD = [
  "content-type",
  "location",
  "retry-after",
  "x-compute-request-id",
  "x-openstack-request-id",
  "x-subject-token",
] as const;
const ID = /(?<=\/)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<=\/)req-[0-9a-f-]+/g;

/** Stands between a gateway and the services of a cloud: it counts what passes, and loses or changes answers where a test says so. */
export class Relay {
  readonly #server: Server;
  readonly #mishaps: { line: string; mishap: Mishap }[] = [];
  #passed: Passed[] = [];

  private constructor(readonly bases: Bases) {
    this.#server = createServer((request, response) => {
      this.#pass(request, response).catch(() => response.destroy());
    });
  }

  static async open(cloud: Cloud): Promise<Relay> {
    const relay = new Relay(await basesOf(cloud));
    relay.#server.listen(0, "127.0.0.1");
    await once(relay.#server, "listening");
    return relay;
  }

  /** The settings of a cloud whose requests take this way. */
  get settings(): Readonly<Record<string, string>> {
    const at = (service: RelayedService): string =>
      `${this.#origin}/${service}${this.bases[service].pathname.replace(/\/$/, "")}`;
    const services = ["compute", "volume", "image", "network", "loadBalancer"] as const;
    return { authUrl: at("identity"), ...Object.fromEntries(services.map((service) => [`endpoints.${service}`, at(service)])) };
  }

  get #origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** For the next request with this line. */
  once(line: string, mishap: Mishap): void {
    this.#mishaps.push({ line, mishap });
  }

  /** The lines of requests that were to come and have not. */
  get awaited(): readonly string[] {
    return this.#mishaps.map(({ line }) => line);
  }

  /** What has passed since the last call, in order. */
  take(): readonly Passed[] {
    return this.#passed.splice(0);
  }

  /** How often each line has passed since the last call. */
  counts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { line } of this.take()) counts[line] = (counts[line] ?? 0) + 1;
    return counts;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { service, base, rest } = baseOf(this.bases, request.url ?? "/");
    const line = `${request.method} ${service} ${rest.replace(/\?.*/, "").replace(ID, "{id}")}`;
    const body = await buffer(request);
    const forward = () => forwarded(request, new URL(base), body);
    const found = this.#mishaps.findIndex((one) => one.line === line);
    const [scripted] = found < 0 ? [] : this.#mishaps.splice(found, 1);
    const answer = await (scripted ? scripted.mishap(forward) : forward()).catch(() => undefined);
    this.#passed.push({ line, status: answer?.status });
    if (!answer) response.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  }
}

async function forwarded({ method = "GET", headers }: IncomingMessage, url: URL, body: Buffer): Promise<Passing> {
  const kept = KEPT.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])] as const]));
  const answer = await fetch(url, {
    method,
    headers: Object.fromEntries(kept),
    redirect: "manual",
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  const told = TOLD.flatMap((name) => (answer.headers.has(name) ? [[name, answer.headers.get(name)!] as const] : []));
  return { status: answer.status, headers: Object.fromEntries(told), body: await answer.text() };
}
