import { type Body, bodyType, type Format, type Representation } from "@cimi-gateway/model";
import type { Operation } from "@cimi-gateway/store";
import { emptyAnswer, respond } from "../answer.js";
import { inBothEditions } from "../edition1/paths.js";
import { spoken } from "../edition1/spoken.js";
import { ENTRY_POINT } from "../face.js";
import { Refusal } from "../fault.js";
import { failureOf } from "../jobs/operation.js";
import type { Running } from "../jobs/runner.js";
import { isLinked } from "../read/collection.js";
import type { Entity } from "../read/entity.js";
import { viewOf } from "../read/get.js";
import { type Route, routeOf } from "../route.js";
import type { Session } from "../session.js";
import type { GatewayResponse } from "../types.js";
import { type Prepared, prepareCreate } from "./create.js";
import { prepareDelete } from "./delete.js";
import { messageOf } from "./message.js";
import { allowedMethods } from "./methods.js";
import { prepareCollectionAction, prepareOperation } from "./operate.js";
import type { End } from "./turns.js";
import { prepareUpdate } from "./update.js";

/** How the answer to a write looks: the new or changed resource, or the Job. */
type Kind = "create" | "update" | "job";

interface Plan {
  readonly kind: Kind;
  readonly prepared: Prepared;
}

interface Writes {
  readonly format: Format;
  readonly body: Body | undefined;
}

/** Every PUT, POST and DELETE: check, commit the intent, carry it out, answer when it is finished or time is up (4.2.1.6, 4.2.1.7). */
export async function write(session: Session, route: Route, writes: Writes): Promise<GatewayResponse> {
  const { kind, prepared, running } = await begun(session, route, writes.body);
  const operation = await inTime(session, running.settled, prepared);
  if (!operation) return pending(session, running.id, kind, prepared, writes);
  if (operation.state !== "SUCCESS") return failed(session, operation, writes);
  return finished(session, operation, kind, prepared, writes);
}

/** A conditional write has its turn from the comparison until the Job is settled, so that of two with one ETag one is refused. */
async function begun(session: Session, route: Route, body: Body | undefined): Promise<Plan & { readonly running: Running }> {
  const end = await turn(session, route);
  try {
    const plan = await planOf(session, route, body);
    const running = await session.runner.submit(inBothEditions(plan.prepared));
    running.settled.then(end, end);
    return { ...plan, running };
  } catch (error) {
    end();
    throw error;
  }
}

async function turn({ request, turns, limits, reader }: Session, route: Route): Promise<End> {
  const path = route.kind === "entryPoint" ? ENTRY_POINT : "path" in route ? route.path : undefined;
  if (request.headers["if-match"] === undefined || path === undefined) return () => {};
  const waited = new AbortController();
  const timeUp = reader.options.clock.sleep(limits.writeWait, waited.signal).catch(() => {});
  const end = await turns.take(path, timeUp).finally(() => waited.abort());
  if (!end) throw new Refusal(412, "the resource is being changed by another request; read it again when that is finished");
  return end;
}

async function planOf(session: Session, route: Route, body: Body | undefined): Promise<Plan> {
  const { method } = session.request;
  if (method === "POST" && route.kind === "collection") return posted(session, route, body);
  if (method === "POST" && route.kind === "operation") {
    return { kind: "job", prepared: await prepareOperation(session, route, messageOf(body, session)) };
  }
  if (method === "PUT" && (route.kind === "item" || route.kind === "entryPoint")) {
    return { kind: "update", prepared: await prepareUpdate(session, route, messageOf(body, session)) };
  }
  if (method === "DELETE" && route.kind === "item") return { kind: "job", prepared: await prepareDelete(session, route) };
  throw new Refusal(405, `${method} is not possible here`, { headers: { Allow: allowedMethods(session, route) } });
}

async function posted(session: Session, route: Extract<Route, { kind: "collection" }>, body: Body | undefined): Promise<Plan> {
  const message = messageOf(body, session);
  const isAction = bodyType(message.body) === "Action" || (message.body.format === "json" && "action" in message.body.json);
  if (isAction) return { kind: "job", prepared: await prepareCollectionAction(session, route, message) };
  return { kind: "create", prepared: await prepareCreate(session, route, message) };
}

/** Waits as long as the settings say; an answer that alone shows a secret is waited for to the end. */
async function inTime(
  { limits, reader }: Session,
  settled: Promise<Operation>,
  { once }: Prepared,
): Promise<Operation | undefined> {
  if (once) return settled;
  const { clock } = reader.options;
  const waited = new AbortController();
  const timeUp = clock.sleep(limits.writeWait, waited.signal).then(
    () => undefined,
    () => undefined,
  );
  return Promise.race([settled, timeUp]).finally(() => waited.abort());
}

const jobHeader = ({ face }: Session, id: string) => ({ "CIMI-Job-URI": `${face.base}jobs/${id}` });

async function pending(session: Session, job: string, kind: Kind, prepared: Prepared, writes: Writes): Promise<GatewayResponse> {
  if (kind !== "create") return jobAnswer(session, 202, job, writes);
  return resourceAnswer(session, 202, prepared, { ...jobHeader(session, job), Location: locationOf(session, prepared) }, writes);
}

async function finished(
  session: Session,
  operation: Operation,
  kind: Kind,
  prepared: Prepared,
  writes: Writes,
): Promise<GatewayResponse> {
  const headers = jobHeader(session, operation.id);
  if (kind === "create")
    return resourceAnswer(session, 201, prepared, { ...headers, Location: locationOf(session, prepared) }, writes);
  if (kind === "update") return resourceAnswer(session, 200, prepared, headers, writes);
  const status = session.face.tolerant && prepared.action !== "delete" ? 202 : 200;
  return jobAnswer(session, status, operation.id, writes);
}

const locationOf = ({ face }: Session, { created }: Prepared): string => face.base + created!;

/** 4.2.2: the Job that failed is the body of the refusal. */
async function failed(session: Session, operation: Operation, writes: Writes): Promise<GatewayResponse> {
  const status = (operation.returnCode ?? 10_500) - 10_000;
  return jobAnswer(
    session,
    status,
    operation.id,
    writes,
    status === 503 ? { "Retry-After": failureOf(operation)?.retryAfter ?? "5" } : {},
  );
}

/** The write was accepted, also where the database is away by now: its header alone says where the Job will be found. */
async function jobNow({ view, reader }: Session, id: string): Promise<Entity | undefined> {
  try {
    return await view.find("Job", id);
  } catch (error) {
    reader.options.log.warn({ job: id, error: String(error) }, "a Job could not be read for the answer");
    return undefined;
  }
}

async function jobAnswer(
  session: Session,
  status: number,
  id: string,
  { format }: Writes,
  more: Readonly<Record<string, string>> = {},
): Promise<GatewayResponse> {
  const job = await jobNow(session, id);
  const headers = { ...jobHeader(session, id), ...more };
  if (!job) return emptyAnswer(status, headers);
  const text = session.writer.text(session.representer.item(job, session.face.edition), session.face, format);
  return respond(status, text, session.face.edition, format, headers);
}

/**
 * The write is accepted, whether or not the cloud can be read at this moment: an error would have the consumer send it again, and what
 * only this answer shows would be lost.
 */
async function shownNow(session: Session, { type, id, path, parent }: Item, { preview }: Prepared): Promise<Entity | undefined> {
  try {
    return await session.view.find(type, id, parent);
  } catch (error) {
    session.reader.options.log.warn({ type, id, error: String(error) }, "what was written could not be read for the answer");
    return preview && { type, id, path, nativeId: "", native: undefined, values: { ...preview, id: path } };
  }
}

type Item = Extract<Route, { kind: "item" }>;

async function writtenNow(session: Session, route: Route, prepared: Prepared): Promise<Entity | undefined> {
  if (route.kind === "entryPoint") return session.entryPoints.find(session);
  return route.kind === "item" ? shownNow(session, route, prepared) : undefined;
}

function writtenForm(session: Session, route: Route | undefined, entity: Entity): Representation {
  const { face, representer, entryPoints } = session;
  if (route?.kind === "entryPoint") return entryPoints.shown(session, entity);
  return route?.kind === "item" && isLinked(session, route)
    ? representer.linkItem(route.link!, route.collection, entity)
    : representer.item(entity, face.edition);
}

/** The resource as it is now; one that ended meanwhile (somebody else deleted it) has no body. */
async function resourceAnswer(
  session: Session,
  status: number,
  prepared: Prepared,
  headers: Readonly<Record<string, string>>,
  { format }: Writes,
): Promise<GatewayResponse> {
  const { face } = session;
  const segments = (prepared.created ?? prepared.target).split("/").map(decodeURIComponent);
  const found = routeOf(segments, false, session.cloud.model);
  const route = found && spoken(found, face.edition);
  const entity = prepared.unchanged ?? (route && (await writtenNow(session, route, prepared)));
  if (!entity) return emptyAnswer(status, headers);
  const plain = writtenForm(session, route, entity);
  const shown: Representation = prepared.once ? { ...plain, values: { ...plain.values, ...prepared.once } } : plain;
  const text = session.writer.text(shown, face, format);
  const etag = session.tags.of(entity, viewOf(face, "", format));
  return respond(status, text, face.edition, format, { ...headers, ETag: etag });
}
