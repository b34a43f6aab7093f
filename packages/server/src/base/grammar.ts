import { isIPv6 } from "node:net";

/** RFC 3986 reg-name or IPv4 without percent-encoding, at most as long as DNS allows; or an IPv6 address in brackets. */
const HOST = /^(?:[a-z0-9][a-z0-9._-]{0,252}|\[([0-9a-f:.]{2,45})\])(?::(\d{1,5}))?$/;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/;
/** Segments of unreserved characters, none of them a dot or two. */
const PREFIX = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)*$/;

/** A host with or without a port, in lower case; undefined for what is none. */
export function hostAndPort(given: string): string | undefined {
  const host = given.toLowerCase();
  const found = HOST.exec(host);
  if (!found || (found[1] !== undefined && !isIPv6(found[1])) || !isPort(found[2])) return undefined;
  return host;
}

const isPort = (port: string | undefined): boolean => port === undefined || (Number(port) >= 1 && Number(port) <= 65_535);

/** A Host that names this machine itself, whatever the port. */
export function loopbackHost(given: string): string | undefined {
  const host = hostAndPort(given);
  return host !== undefined && LOOPBACK.test(host) ? host : undefined;
}

export const forwardedScheme = (given: string): string | undefined => (/^https?$/i.test(given) ? given.toLowerCase() : undefined);

/** A path without the slash at its end; undefined for what is none. */
export function forwardedPrefix(given: string): string | undefined {
  const prefix = given.replace(/\/$/, "");
  return PREFIX.test(prefix) && prefix.length <= 1_024 ? prefix : undefined;
}
