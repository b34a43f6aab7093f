import { type Clock, type Context, type RetryBudget, withRetry } from "@cimi-gateway/adapter";
import { authenticationBody } from "./authentication.js";
import type { Catalogue } from "./catalogue.js";
import { faultOf, garbled, unansweredFault } from "./errors.js";
import { type HttpAnswer, type HttpRequest, jsonOf, requestIdOf, type Transport } from "./http.js";
import type { OpenstackSettings } from "./read-settings.js";

/** A token, and what it is good for. */
export interface Session {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
  /** The project's id; undefined: the token is for something else. */
  readonly project: string | undefined;
  readonly catalogue: Catalogue;
}

/** Milliseconds before its end at which a token is no longer used: a call may take as long. */
const MARGIN = 60_000;

/** Keystone: one token for all who ask, fetched when it is needed and again before it expires. */
export class Identity {
  #session: Promise<Session> | undefined;
  /** Of the session that was fetched last, once it is there. */
  #expires = Infinity;

  constructor(
    readonly transport: Transport,
    readonly settings: OpenstackSettings,
    readonly clock: Clock,
    readonly budget: RetryBudget,
  ) {}

  session(context: Context): Promise<Session> {
    if (this.#session && this.clock.now() < this.#expires - MARGIN) return this.#session;
    // Whoever asks at the same time shares the fetch, which therefore does not end with the first who asked.
    const fetched = this.#fetch({ ...context, signal: new AbortController().signal });
    this.#session = fetched;
    this.#expires = Infinity;
    fetched.then(
      ({ expires }) => this.#isCurrent(fetched) && this.#keepUntil(expires),
      () => this.#isCurrent(fetched) && this.#forget(),
    );
    return fetched;
  }

  /** After a service refused a token: the next who asks gets another one. */
  async refused(token: string): Promise<void> {
    const session = this.#session;
    const current = await session?.catch(() => undefined);
    if (current?.token === token && this.#session === session) this.#forget();
  }

  #isCurrent(fetched: Promise<Session>): boolean {
    return this.#session === fetched;
  }

  #keepUntil(expires: number): void {
    this.#expires = expires;
  }

  #forget(): void {
    this.#session = undefined;
  }

  async #fetch(context: Context): Promise<Session> {
    const { clock, budget } = this;
    const { attempts } = this.settings;
    const answer = await withRetry(() => this.#send(context), { clock, attempts, budget, signal: () => context.signal });
    context.log.debug({ service: "identity", status: answer.status, requestId: requestIdOf(answer) }, "a token");
    return sessionIn(answer, this.#given);
  }

  /** The token of the configuration, where it is used as it is. */
  get #given(): string | undefined {
    const { method, scope } = this.settings.credentials;
    return method.kind === "token" && scope === undefined ? method.token : undefined;
  }

  async #send({ signal }: Context): Promise<HttpAnswer> {
    const given = this.#given;
    const url = `${this.settings.authUrl.href}/auth/tokens`;
    const answer = await this.transport
      .send(given === undefined ? this.#authenticate(url, signal) : looking(url, given, signal))
      .catch((error) => {
        throw unansweredFault(error, SERVICE);
      });
    if (answer.status === 200 || answer.status === 201) return answer;
    throw faultOf(answer, SERVICE);
  }

  #authenticate(url: string, signal: AbortSignal): HttpRequest {
    const headers = { accept: "application/json", "content-type": "application/json" };
    return { method: "POST", url, headers, body: JSON.stringify(authenticationBody(this.settings.credentials)), signal };
  }
}

const SERVICE = "Keystone";

/** "Validate and show information for token": a token may ask for itself. */
const looking = (url: string, token: string, signal: AbortSignal): HttpRequest => ({
  method: "GET",
  url,
  headers: { accept: "application/json", "x-auth-token": token, "x-subject-token": token },
  signal,
});

interface TokenBody {
  readonly token?: {
    readonly expires_at?: string;
    readonly project?: { readonly id?: string };
    readonly catalog?: Catalogue;
  };
}

function sessionIn(answer: HttpAnswer, given: string | undefined): Session {
  const token = given ?? answer.headers["x-subject-token"];
  const { token: told } = (jsonOf(answer) ?? {}) as TokenBody;
  const expires = Date.parse(told?.expires_at ?? "");
  if (token === undefined || told === undefined || Number.isNaN(expires))
    throw garbled("the token, or when it expires", requestIdOf(answer));
  return { token, expires, project: told.project?.id, catalogue: told.catalog ?? [] };
}
