import type { IncomingMessage, ServerResponse } from "node:http";
import { performance } from "node:perf_hooks";
import type { Clock } from "@cimi-gateway/adapter";
import type { Gateway, GatewayResponse } from "@cimi-gateway/core";
import type { Base } from "./base/base.js";
import { type BodyLimits, hasBody, readBody } from "./body.js";
import { Exchange } from "./exchange.js";
import { Outbox } from "./outbox.js";
import { send } from "./send.js";
import { checkHost } from "./target.js";

export type Respond = (exchange: Exchange) => Promise<GatewayResponse>;

/** Told of every answer. */
export type Observe = (exchange: Exchange, status: number, milliseconds: number) => void;

export interface ShellOptions {
  readonly gateway: Gateway;
  readonly base: Base;
  readonly clock: Clock;
  readonly limits: BodyLimits;
  readonly observe: Observe;
  /** Whether this answer is the last of its connection. */
  readonly draining: () => boolean;
}

/** Between the socket and what answers: reads the request, refuses what no gateway needs to see, sends the answer. */
export class Shell {
  readonly #outbox = new Outbox();

  constructor(private readonly options: ShellOptions) {}

  /** Answers one request, whatever happens: an error is an answer too, in CIMI's form (4.2.2). */
  async serve(incoming: IncomingMessage, outgoing: ServerResponse, target: string, respond: Respond): Promise<void> {
    const { clock, observe, draining } = this.options;
    const start = performance.now();
    const exchange = new Exchange(incoming, outgoing, target, clock.now());
    const response = await this.#answer(exchange, respond);
    if (draining()) outgoing.shouldKeepAlive = false;
    send(incoming, outgoing, response, this.#outbox);
    observe(exchange, response.status, performance.now() - start);
  }

  async #answer(exchange: Exchange, respond: Respond): Promise<GatewayResponse> {
    const { base, limits, gateway } = this.options;
    const { incoming } = exchange;
    try {
      checkHost(incoming);
      exchange.origin = base.originOf(exchange.headers, incoming.socket);
      if (hasBody(incoming)) exchange.body = await readBody(incoming, limits);
      return await respond(exchange);
    } catch (error) {
      // What cannot be believed of the request is not needed to refuse it.
      if (exchange.origin === "") exchange.origin = base.listened(incoming.socket);
      return gateway.refuse(exchange, error);
    }
  }
}
