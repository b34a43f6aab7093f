import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";
import { Refusal } from "@cimi-gateway/core";
import { forwardedPrefix, forwardedScheme, hostAndPort, loopbackHost } from "./grammar.js";
import { isLoopback } from "./loopback.js";
import { peersIn } from "./peers.js";

export interface BaseOptions {
  /** The configured public base, which wins over everything that a request says. */
  readonly baseUrl?: string | undefined;
  /** Addresses and CIDR ranges whose Host and X-Forwarded-* are believed. */
  readonly trustedProxies: readonly string[];
  /** The hosts that a trusted proxy may name; empty: any. */
  readonly hosts: readonly string[];
  /** The name or address listened on. */
  readonly listening: string;
}

type Headers = Readonly<Record<string, string | undefined>>;
type Connection = Pick<IncomingMessage["socket"], "remoteAddress" | "localAddress" | "localPort">;

/** Where the consumer reached the gateway: what every href of the answer begins with (RELIABILITY, rule 13). */
export class Base {
  readonly #isTrusted: ((address: string) => boolean) | undefined;
  readonly #hosts: ReadonlySet<string>;

  constructor(private readonly options: BaseOptions) {
    this.#isTrusted = peersIn(options.trustedProxies);
    this.#hosts = new Set(options.hosts);
  }

  /** Scheme, host and prefix without a slash at the end. Throws a Refusal (400) for what a trusted proxy says and cannot be. */
  originOf(headers: Headers, connection: Connection): string {
    const { baseUrl } = this.options;
    if (baseUrl !== undefined) return baseUrl;
    const { remoteAddress, localAddress } = connection;
    if (remoteAddress !== undefined && this.#isTrusted?.(remoteAddress)) return this.#forwarded(headers, connection);
    const named = localAddress !== undefined && isLoopback(localAddress) ? loopbackHost(headers.host ?? "") : undefined;
    return named === undefined ? this.listened(connection) : `http://${named}`;
  }

  #forwarded(headers: Headers, connection: Connection): string {
    const scheme = valueIn(headers, "x-forwarded-proto", forwardedScheme) ?? "http";
    const host = this.#allowed(valueIn(headers, "x-forwarded-host", hostAndPort) ?? valueIn(headers, "host", hostAndPort));
    if (host === undefined) return this.listened(connection);
    return `${scheme}://${host}${valueIn(headers, "x-forwarded-prefix", forwardedPrefix) ?? ""}`;
  }

  #allowed(host: string | undefined): string | undefined {
    if (host === undefined || this.#hosts.size === 0 || this.#hosts.has(host)) return host;
    throw new Refusal(400, "the host that the proxy names is none of those in server.hosts");
  }

  /** The configured base, or the address listened on: true whatever the request says. */
  listened({ localAddress, localPort }: Connection): string {
    const { listening, baseUrl } = this.options;
    if (baseUrl !== undefined) return baseUrl;
    const address = WILDCARDS.has(listening) ? (localAddress ?? "localhost").replace(/^::ffff:(?=\d+\.)/, "") : listening;
    return `http://${isIPv6(address) ? `[${address}]` : address}:${localPort}`;
  }
}

/** Who listens on these is reached by the address that the connection came in on. */
const WILDCARDS: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/** The first of a list is what the consumer's own request said; all of them must be well-formed. */
function valueIn(headers: Headers, name: string, read: (given: string) => string | undefined): string | undefined {
  const given = headers[name];
  if (given === undefined) return undefined;
  const values = given.split(",").map((part) => read(part.trim()));
  if (values.includes(undefined))
    throw new Refusal(400, `the header ${name} says what cannot be one: the proxy must set it anew`);
  return values[0];
}
