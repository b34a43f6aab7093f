import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { Refusal } from "@cimi-gateway/core";

/** What a request is about, still percent-encoded. */
export interface Target {
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
}

/** Splits the request target; RFC 9112, 3.2.2: what an absolute one names as host is passed over, as a Host is. */
export function targetOf(url: string): Target {
  const relative = url.startsWith("/") ? url : url.replace(/^https?:\/\/[^/?]*/i, "");
  const at = relative.indexOf("?");
  return at < 0 ? { path: relative || "/", query: "" } : { path: relative.slice(0, at) || "/", query: relative.slice(at + 1) };
}

export type Headers = Readonly<Record<string, string | undefined>>;

/** The headers by their names in lower case. */
export function headersOf({ headers }: IncomingMessage): Headers {
  if (isPlain(headers)) return headers;
  const plain: Record<string, string | undefined> = {};
  for (const name in headers) {
    const value = headers[name];
    plain[name] = typeof value === "object" ? value.join(", ") : value;
  }
  return plain;
}

/** Of all headers node gives this one alone as a list (https://nodejs.org/api/http.html#messageheaders). */
const isPlain = (headers: IncomingHttpHeaders): headers is Omit<IncomingHttpHeaders, "set-cookie"> & Headers =>
  headers["set-cookie"] === undefined;

/** RFC 9112, 3.2: one Host, no more and no less. Node takes the first of several, and a request line without a version. */
export function checkHost({ rawHeaders, httpVersion }: IncomingMessage): void {
  if (httpVersion === "0.9") throw new Refusal(400, "the request line names no version of HTTP; speak HTTP/1.1");
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) if (isHost(rawHeaders[index]!)) hosts++;
  if (hosts > 1) throw new Refusal(400, "the request has several Host headers; send one");
  if (hosts === 0 && httpVersion === "1.1") throw new Refusal(400, "the request has no Host header; HTTP/1.1 demands one");
}

const isHost = (name: string): boolean => name.length === 4 && name.toLowerCase() === "host";
