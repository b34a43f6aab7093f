import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "@cimi-gateway/adapter";
import { type Gateway, type GatewayRequest, type GatewayResponse, TENANT } from "@cimi-gateway/core";
import type { Base } from "./base/base.js";
import { type BodyLimits, hasBody, readBody } from "./body.js";
import { checkHost, type Headers, headersOf, type Target, targetOf } from "./target.js";

/** What an exchange needs of the server. */
export interface Service {
  readonly gateway: Gateway;
  readonly base: Base;
  readonly clock: Clock;
  readonly limits: BodyLimits;
}

/** A request on its way from the socket to the gateway. */
export class Exchange implements GatewayRequest {
  readonly tenant = TENANT;
  readonly method: string;
  readonly headers: Headers;
  readonly path: string;
  readonly query: string;
  readonly receivedAt: number;
  origin = "";
  body = "";
  #signal: AbortSignal | undefined;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    target: Target,
    now: number,
  ) {
    this.method = request.method ?? "GET";
    this.headers = headersOf(request);
    this.path = target.path;
    this.query = target.query;
    this.receivedAt = now;
  }

  /** Made when it is asked for: most requests are answered before anybody would. */
  get signal(): AbortSignal {
    this.#signal ??= untilClosed(this.response);
    return this.#signal;
  }

  static of(request: IncomingMessage, response: ServerResponse, target: string, clock: Clock): Exchange {
    return new Exchange(request, response, targetOf(target), clock.now());
  }

  /** Everything that the front end itself may refuse. Throws a Refusal. */
  async prepare({ base, limits }: Service): Promise<void> {
    checkHost(this.request);
    this.origin = base.originOf(this.headers, this.request.socket);
    if (hasBody(this.request)) this.body = await readBody(this.request, limits);
  }

  /** The answer of the gateway, or of the front end where that refuses. */
  async answer(service: Service, respond: () => Promise<GatewayResponse>): Promise<GatewayResponse> {
    try {
      await this.prepare(service);
      return await respond();
    } catch (error) {
      return this.refuse(service, error);
    }
  }
}

function untilClosed(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) controller.abort(new Error("the consumer has gone"));
  });
  return controller.signal;
}
