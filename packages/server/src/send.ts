import type { IncomingMessage, ServerResponse } from "node:http";
import type { GatewayResponse } from "@cimi-gateway/core";
import { hasBody } from "./body.js";
import type { Outbox } from "./outbox.js";

/** Milliseconds for which what still comes is read and forgotten, so that the answer is not lost to a reset of the connection. */
const LINGER = 1_000;

/** Sends an answer; does nothing where one was begun or nobody is left. */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: GatewayResponse,
  outbox: Outbox,
): void {
  if (response.headersSent || response.destroyed) return;
  if (request.complete || !hasBody(request)) {
    outbox.put(response.writeHead(status, headers), body);
    return;
  }
  response.writeHead(status, { ...headers, Connection: "close" });
  linger(request, response, body);
}

/** The answer stands before the request has ended: it is sent whole, and the connection closed a little later. */
function linger(request: IncomingMessage, response: ServerResponse, body: string): void {
  if (body === "") response.flushHeaders();
  else response.write(body);
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER);
  request.once("close", end).resume();
}
