import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type GatewayRequest, type GatewayResponse, Refusal } from "@cimi-gateway/core";

/** Makes the answer to what is no request. */
export type Malformed = (request: Pick<GatewayRequest, "path" | "query" | "headers">, refusal: Refusal) => GatewayResponse;

/** Milliseconds for which the rest of it is read and forgotten. */
const LINGER = 1_000;

interface ParseError {
  readonly code?: string | undefined;
  /** What the parser choked on. */
  readonly rawPacket?: Buffer;
}

const PROBLEMS: Readonly<Record<string, readonly [status: number, problem: string]>> = {
  HPE_HEADER_OVERFLOW: [431, "the request line and the headers are too long"],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, "the chunk extensions are too long"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "the request did not arrive in time"],
};

/** Answers what node's parser refuses, in CIMI's form too, and lets go of the connection. */
export function malformed({ code = "", rawPacket }: ParseError, socket: Duplex, refuse: Malformed): void {
  if (!socket.writable || code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const [status, problem] = PROBLEMS[code] ?? [400, "the request is not HTTP/1.1 as RFC 9112 says"];
  socket.end(written(refuse(guessed(rawPacket?.toString("latin1") ?? ""), new Refusal(status, problem))));
  setTimeout(() => socket.destroy(), LINGER).unref();
}

/** What can be told of the format and edition wanted; everything else of such a request is passed over. */
function guessed(packet: string): Parameters<Malformed>[0] {
  const [, path = "/", query = ""] = /^[A-Z]+ (\/[^ ?\r\n]*)\??([^ \r\n]*)/.exec(packet) ?? [];
  const accept = /\r?\naccept:([^\r\n]*)/i.exec(packet)?.[1]?.trim();
  return { path, query, headers: { accept } };
}

function written({ status, headers, body }: GatewayResponse): string {
  const lines = Object.entries({ ...headers, Connection: "close" }).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", body].join("\r\n");
}
