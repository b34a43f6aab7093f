import type { IncomingMessage, ServerResponse } from "node:http";
import { type GatewayRequest, TENANT } from "@cimi-gateway/core";
import { type Headers, headersOf, targetOf } from "./target.js";

/** A request on its way from the socket to the gateway. */
export class Exchange implements GatewayRequest {
  readonly tenant = TENANT;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Headers;
  origin = "";
  body = "";
  #signal: AbortSignal | undefined;

  constructor(
    readonly incoming: IncomingMessage,
    readonly outgoing: ServerResponse,
    /** As the request line has it. */
    target: string,
    readonly receivedAt: number,
  ) {
    const { path, query } = targetOf(target);
    this.method = incoming.method ?? "GET";
    this.path = path;
    this.query = query;
    this.headers = headersOf(incoming);
  }

  /** Ends when the consumer has gone. Made when it is asked for: nearly all requests are answered before anybody does. */
  get signal(): AbortSignal {
    this.#signal ??= untilClosed(this.outgoing);
    return this.#signal;
  }
}

function untilClosed(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) controller.abort(new Error("the consumer has gone"));
  });
  return controller.signal;
}
