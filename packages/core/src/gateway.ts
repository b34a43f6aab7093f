import { type Body, bodyNamespace, type Format, InvalidValue } from "@cimi-gateway/model";
import { isConnectionBroken } from "@cimi-gateway/store";
import { emptyAnswer, respond, Writer } from "./answer.js";
import { spoken } from "./edition1/spoken.js";
import { ETags, matchesNone } from "./etag.js";
import { locate } from "./face.js";
import { faultJob, Refusal, refusalOf } from "./fault.js";
import { LIMITS } from "./limits.js";
import { answerFormat, refusalFormat } from "./negotiate.js";
import { type Offers, offersOf } from "./offer.js";
import { readFormat, readQuery } from "./query/parameters.js";
import { retrieve, viewOf } from "./read/get.js";
import { isCollection, type Route, routeOf } from "./route.js";
import { openService } from "./service.js";
import type { LocalPath, Service, Session } from "./session.js";
import type { Face, GatewayOptions, GatewayRequest, GatewayResponse, Limits } from "./types.js";
import { parseMessage } from "./write/message.js";
import { allowedMethods } from "./write/methods.js";
import { write } from "./write/write.js";

/** The tenant that every request has as long as the gateway serves one. */
export const TENANT = "default";

/** Attempts of a read whose connection to the database turns out to be broken (RELIABILITY, fault 45). */
const READ_ATTEMPTS = 3;

const isRead = ({ method }: GatewayRequest): boolean => method === "GET" || method === "HEAD" || method === "OPTIONS";

/** CIMI in front of clouds: takes requests, gives answers, knows nothing of sockets. */
export class Gateway {
  readonly #services: ReadonlyMap<string, Service>;
  /** For refusals, which belong to no cloud. */
  readonly #writer = new Writer();
  readonly #tags = new ETags();
  readonly #limits: Limits;
  readonly #clouds: ReadonlySet<string>;

  constructor(readonly options: GatewayOptions) {
    this.#limits = { ...LIMITS, ...options.limits };
    this.#services = new Map(
      options.clouds.map((cloud) => [cloud.name, openService(cloud, { ...options, limits: this.#limits, tenant: TENANT })]),
    );
    this.#clouds = new Set(this.#services.keys());
  }

  /** Takes up what an earlier process did not finish. */
  async recover(): Promise<number> {
    const unsettled = await this.options.store.operations.unsettled();
    const mine = unsettled.filter(({ cloud }) => this.#services.has(cloud));
    for (const operation of mine) await this.#services.get(operation.cloud)!.runner.takeUp(operation);
    return mine.length;
  }

  /** What each cloud offers, by the cloud's name. */
  offers(): ReadonlyMap<string, Offers> {
    return new Map([...this.#services].map(([name, service]) => [name, offersOf(service)]));
  }

  /** Removes Jobs that are past their retention. */
  async purge(): Promise<number> {
    const before = this.options.clock.now() - this.#limits.jobRetention * 60_000;
    return this.options.store.operations.purge(new Date(before).toISOString());
  }

  async stop(): Promise<void> {
    for (const { runner, cloud } of this.#services.values()) {
      runner.stop();
      await cloud.adapter.close?.();
    }
  }

  /** The whole path of a request: where it came in, what it is about, in which format; then read or write. */
  handle(request: GatewayRequest): Promise<GatewayResponse> {
    return this.#handle(request, isRead(request) ? READ_ATTEMPTS : 1);
  }

  /** A restarted database leaves broken connections, and each of them may end one attempt; a read changes nothing, so it is made again. */
  async #handle(request: GatewayRequest, attempts: number): Promise<GatewayResponse> {
    let known: Partial<Pick<Session, "face">> & { format?: Format } = {};
    try {
      const { body, fault } = this.#body(request);
      const { face, segments } = this.#locate(request, body);
      known = { face };
      const format = answerFormat(request.headers, readFormat(request.query), face.tolerant);
      known = { face, format };
      if (fault) throw fault;
      const session = this.#session(request, face);
      const found = routeOf(segments, face.tolerant, session.cloud.model);
      const route = found && spoken(found, face.edition);
      if (!route) throw new Refusal(404, "nothing is here; start at the Cloud Entry Point");
      return await this.#answer(session, route, format, body);
    } catch (error) {
      if (attempts > 1 && isConnectionBroken(error)) return this.#handle(request, attempts - 1);
      return this.#refuse(request, error, known);
    }
  }

  /** A body that cannot be read is refused once it is known in which format and edition to say so. */
  #body(request: GatewayRequest): { body?: Body | undefined; fault?: unknown } {
    if (isRead(request)) return {};
    try {
      return { body: request.method === "DELETE" ? undefined : parseMessage(request, this.#limits.reading) };
    } catch (fault) {
      return { fault };
    }
  }

  #locate({ path, origin, headers }: Refused, body?: Body) {
    const defaultCloud = this.options.defaultCloud ?? this.options.clouds[0]!.name;
    const namespace = body && bodyNamespace(body);
    return locate({ path, origin, headers, namespace }, { clouds: this.#clouds, defaultCloud, isCollection });
  }

  #session(request: GatewayRequest, face: Face): Session {
    const local = (href: string) => this.#local(request, face, href);
    const service = this.#services.get(face.cloud)!;
    return Object.assign(Object.create(service) as Service, {
      view: service.sights[face.edition],
      request,
      face,
      query: readQuery(request.query),
      local,
      localize: (uri: string) => local(uri)?.segments.map(encodeURIComponent).join("/") ?? uri,
      tags: this.#tags,
    });
  }

  /** An href of any face of ours, or one relative to the base of this face. */
  #local(request: GatewayRequest, face: Face, href: string): LocalPath | undefined {
    const [plain] = href.split("?", 1) as [string];
    const path = plain.startsWith(`${request.origin}/`)
      ? plain.slice(request.origin.length)
      : plain.startsWith("/")
        ? plain
        : undefined;
    if (path === undefined) return /^[a-z][a-z0-9+.-]*:/i.test(plain) ? undefined : relative(face, plain);
    if (!path.startsWith("/cimi/")) return undefined;
    try {
      const found = this.#locate({ ...request, path });
      return { cloud: found.face.cloud, segments: found.segments };
    } catch {
      return undefined;
    }
  }

  async #answer(session: Session, route: Route, format: Format, body: Body | undefined): Promise<GatewayResponse> {
    const { method } = session.request;
    if (method === "OPTIONS") return emptyAnswer(204, { Allow: optionsOf(session, route) });
    if (method !== "GET" && method !== "HEAD") return write(session, route, { format, body });
    const { shown, etag, age } = await retrieve(session, route, format);
    const text = session.writer.text(shown, session.face, format);
    const tag = etag ?? this.#tags.ofText(shown, viewOf(session.face, "", format), text);
    if (matchesNone(session.request.headers["if-none-match"], tag)) return emptyAnswer(304, { ETag: tag });
    return respond(200, text, session.face.edition, format, { ETag: tag, ...(age !== undefined && { Age: String(age) }) });
  }

  /** The answer to a request that never became one of ours: what the front end itself refuses, as its address and headers ask for it. */
  refuse(request: Refused, error: unknown): GatewayResponse {
    return this.#refuse(request, error, request.path.startsWith("/cimi/") ? this.#asked(request) : {});
  }

  #asked(request: Refused): { face?: Face; format?: Format } {
    try {
      const { face } = this.#locate(request);
      return { face, format: readFormat(request.query) ?? refusalFormat(request.headers, face.tolerant) };
    } catch {
      return {};
    }
  }

  #refuse(request: Refused, error: unknown, { face, format }: { face?: Face; format?: Format }): GatewayResponse {
    const refusal = refusalOf(error);
    if (refusal.status === 500)
      this.options.log.error(
        { path: request.path, error: String((error as Error)?.stack ?? error) },
        "a request failed unexpectedly",
      );
    const edition = face?.edition ?? (request.path.startsWith("/cimi/2/") ? 2 : 1);
    const written = format ?? refusalFormat(request.headers, face?.tolerant ?? false);
    const base = face?.base ?? `${request.origin}/cimi/`;
    const shownUnder = { edition, base, tolerant: face?.tolerant ?? false };
    const text = this.#writer.text(faultJob(refusal, this.options.clock.now()), shownUnder, written);
    return respond(refusal.status, text, edition, written, refusal.headers);
  }
}

/** What the cloud does not serve has no methods: 404. */
function optionsOf(session: Session, route: Route): string {
  if (route.kind !== "entryPoint") session.reader.source(route.type);
  return allowedMethods(session, route);
}

type Refused = Pick<GatewayRequest, "path" | "query" | "origin" | "headers">;

function relative(face: Face, href: string): LocalPath | undefined {
  try {
    return { cloud: face.cloud, segments: href.split("/").map(decodeURIComponent) };
  } catch {
    throw new InvalidValue("an href is not percent-encoded as RFC 3986 says");
  }
}
