import { type Clock, type Context, ProviderFault, paged, RetryBudget, withRetry } from "@cimi-gateway/adapter";
import { endpointOf, isOffered } from "./catalogue.js";
import { faultOf, garbled, unansweredFault } from "./errors.js";
import { type HttpAnswer, type HttpRequest, jsonOf, requestIdOf, type Transport } from "./http.js";
import { Identity } from "./identity.js";
import { isAtLeast, negotiated, rootOf } from "./microversions.js";
import type { OpenstackSettings } from "./read-settings.js";
import { type Microversion, SERVICES, type ServiceName } from "./services.js";

/** One call of one service. */
export interface NativeCall {
  readonly service: ServiceName;
  /** GET where absent. */
  readonly method?: HttpRequest["method"];
  /** Below the endpoint; made by `path`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  readonly contentType?: string;
}

export interface NativeAnswer<T> {
  readonly body: T;
  readonly requestId: string | undefined;
}

/** How many items a page is asked for; services may give fewer. */
const PAGE = "1000";

/** One project in one region: what is read is asked again when that may help, what is written is sent once. */
export class Client {
  readonly #identity: Identity;
  readonly #budgets = new Map<string, RetryBudget>();
  readonly #microversions = new Map<ServiceName, Promise<string>>();

  constructor(
    readonly transport: Transport,
    readonly settings: OpenstackSettings,
    readonly clock: Clock,
  ) {
    this.#identity = new Identity(transport, settings, clock, new RetryBudget());
  }

  /** A call that changes nothing. */
  async read<T>(context: Context, call: NativeCall): Promise<T> {
    const { clock } = this;
    const { attempts } = this.settings;
    const options = { clock, attempts, budget: this.#budget(context.tenant), signal: () => context.signal };
    return (await withRetry(() => this.write<T>(context, call), options)).body;
  }

  /** Like `read`; undefined: it does not exist. */
  readIfThere<T>(context: Context, call: NativeCall): Promise<T | undefined> {
    return this.read<T>(context, call).catch((error) => {
      if (error instanceof ProviderFault && error.kind === "notFound") return undefined;
      throw error;
    });
  }

  /** A call that changes something; whether it may be repeated is for the step around it to say. */
  async write<T = unknown>(context: Context, call: NativeCall): Promise<NativeAnswer<T>> {
    const { token, answer } = await this.#send(context, call);
    if (answer.status !== 401) return this.#answered<T>(answer, call);
    // The token may have been revoked, or the service may have forgotten it: another one is fetched, once.
    await this.#identity.refused(token);
    return this.#answered<T>((await this.#send(context, call)).answer, call);
  }

  /** One native page after another, one call each; the next one begins after the marker that a page's link names. */
  pages<T>(context: Context, call: NativeCall, key: string): AsyncGenerator<readonly T[]> {
    return paged(async (marker) => {
      const query = { limit: PAGE, ...call.query, ...(marker !== undefined && { marker }) };
      const body = await this.read<Readonly<Record<string, unknown>>>(context, { ...call, query });
      const items = body?.[key];
      if (!Array.isArray(items)) throw garbled(key);
      return { items: items as readonly T[], token: nextMarker(body, key, marker) };
    });
  }

  /** The id of the project; undefined: the credentials are for none. */
  async project(context: Context): Promise<string | undefined> {
    return (await this.#identity.session(context)).project;
  }

  /** Whether a service has what came with a microversion. */
  async speaks(context: Context, service: ServiceName, wanted: Microversion): Promise<boolean> {
    const { token, catalogue } = await this.#identity.session(context);
    const endpoint = endpointOf(service, catalogue, this.settings);
    return isAtLeast(await this.#microversion(context, service, endpoint, token), wanted);
  }

  /** Whether the cloud has a service that not every one has; it is not asked itself. */
  async offers(context: Context, service: ServiceName): Promise<boolean> {
    const { catalogue } = await this.#identity.session(context);
    return isOffered(service, catalogue, this.settings);
  }

  async #send(context: Context, call: NativeCall): Promise<{ readonly token: string; readonly answer: HttpAnswer }> {
    const { token, catalogue } = await this.#identity.session(context);
    const endpoint = endpointOf(call.service, catalogue, this.settings);
    const version = await this.#microversion(context, call.service, endpoint, token);
    const headers = {
      accept: "application/json",
      "x-auth-token": token,
      ...(version !== "" && { "openstack-api-version": version }),
      ...(call.body !== undefined && { "content-type": call.contentType ?? "application/json" }),
    };
    const { method = "GET", body } = call;
    const request = { method, url: `${endpoint}${call.path}${queryOf(call)}`, headers, signal: context.signal };
    const answer = await this.#exchange(context, call.service, {
      ...request,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { token, answer };
  }

  async #exchange(context: Context, service: ServiceName, request: HttpRequest): Promise<HttpAnswer> {
    const answer = await this.transport.send(request).catch((error) => {
      throw unansweredFault(error, titleOf(service));
    });
    const { method, url } = request;
    context.log.debug(
      { service, method, path: new URL(url).pathname, status: answer.status, requestId: requestIdOf(answer) },
      "a call",
    );
    return answer;
  }

  #answered<T>(answer: HttpAnswer, { service, method = "GET" }: NativeCall): NativeAnswer<T> {
    if (answer.status < 200 || answer.status >= 300) throw faultOf(answer, titleOf(service));
    const body = jsonOf(answer);
    if (method === "GET" && (typeof body !== "object" || body === null)) throw garbled("JSON", requestIdOf(answer));
    return { body: body as T, requestId: requestIdOf(answer) };
  }

  /** Asked once for each service; empty: the service has none. */
  #microversion(context: Context, service: ServiceName, endpoint: string, token: string): Promise<string> {
    const range = SERVICES[service].microversions;
    if (!range) return Promise.resolve("");
    const known = this.#microversions.get(service);
    if (known) return known;
    const asked = this.#discover({ ...context, signal: new AbortController().signal }, service, endpoint, token);
    this.#microversions.set(service, asked);
    asked.catch(() => this.#microversions.delete(service));
    return asked;
  }

  async #discover(context: Context, service: ServiceName, endpoint: string, token: string): Promise<string> {
    const headers = { accept: "application/json", "x-auth-token": token };
    const request = { method: "GET", url: rootOf(endpoint), headers, signal: context.signal } as const;
    const answer = await this.#exchange(context, service, request);
    if (answer.status !== 200 && answer.status !== 300) throw faultOf(answer, titleOf(service));
    return negotiated(SERVICES[service].microversions!, jsonOf(answer));
  }

  #budget(tenant: string): RetryBudget {
    const budget = this.#budgets.get(tenant) ?? new RetryBudget();
    this.#budgets.set(tenant, budget);
    return budget;
  }
}

const titleOf = (service: ServiceName): string => `OpenStack (${service})`;

function queryOf({ query = {} }: NativeCall): string {
  const parameters = new URLSearchParams();
  for (const [name, values] of Object.entries(query)) for (const value of [values].flat()) parameters.append(name, value);
  return parameters.size === 0 ? "" : `?${parameters}`;
}

/** Glance has `next`, the others `<key>_links`, and Nova's actions `links`. Only the marker is taken of it: the address in it may be that behind a proxy. */
function nextMarker(body: Readonly<Record<string, unknown>>, key: string, last: string | undefined): string | undefined {
  const links = body[`${key}_links`] ?? body.links;
  const link: unknown = Array.isArray(links) ? links.find(({ rel }) => rel === "next")?.href : body.next;
  if (typeof link !== "string") return undefined;
  const marker = new URLSearchParams(link.replace(/^[^?]*/, "")).get("marker");
  if (marker === null || marker === last) throw garbled(`the marker of the next page of ${key}`);
  return marker;
}
