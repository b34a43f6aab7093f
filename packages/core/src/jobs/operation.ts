import { randomUUID } from "node:crypto";
import { type Model, model, typesNamedIn, type Values } from "@cimi-gateway/model";
import type { Json, Operation } from "@cimi-gateway/store";
import type { Cloud } from "../cloud.js";
import type { Nested } from "./execute.js";
import { type Intent, type Submission, toJson } from "./intent.js";
import type { OpenOperation } from "./open-operations.js";

const described: Model = model;

/** Why an operation turned back: kept with it, so that it stays the reason after a crash. */
export interface Failure {
  readonly status: number;
  readonly message: string;
  /** Because the consumer wanted it. */
  readonly stopped?: boolean;
  /** Seconds, where the cloud wants to be left alone for so long. */
  readonly retryAfter?: string | null;
}

export const failureOf = ({ details }: Operation): Failure | undefined => (details as { failure?: Failure } | undefined)?.failure;

/** The HTTP status that a settled Job stands for. */
export const statusOf = ({ returnCode }: Operation): number =>
  returnCode === undefined || returnCode < 10_400 ? 500 : returnCode - 10_000;

/** The CIMI id of what the operation makes or works on; tokens and markers follow from it. */
export const resourceIdOf = (operation: Operation, intent: Intent): string =>
  intent.kind === "create"
    ? intent.request.id
    : decodeURIComponent((operation.created ?? operation.resource).replace(/^.*\//, ""));

/** The row of a write that begins: its intent and its Job. */
export function operationOf(
  { intent, action, target, created, affected = [], preview, note, parent, id }: Submission,
  now: string,
): Operation {
  return {
    id: id ?? randomUUID(),
    action,
    type: intent.type,
    resource: target,
    affected: [...new Set([target, ...(created === undefined ? [] : [created]), ...affected])],
    created,
    parent,
    request: toJson(intent),
    preview: preview as Json | undefined,
    state: "RUNNING",
    returnCode: undefined,
    progress: 0,
    statusMessage: note,
    started: now,
    changed: now,
    finished: undefined,
    details: undefined,
    version: 1,
  };
}

/** What the Job of a part says; `resource` is the CIMI id of what it makes or takes back. */
export function nestedSubmission(id: string, parent: string, intent: Nested, resource: string): Submission {
  const collection = described[intent.type]!.collection!;
  const path = `${collection}/${encodeURIComponent(resource)}`;
  if (intent.kind === "delete") return { id, parent, intent, action: "delete", target: path };
  return { id, parent, intent, action: "add", target: collection, created: path, preview: previewOf(intent) };
}

/** What a read shows of a new resource until the cloud has it. */
export const previewOf = ({ type, request }: Extract<Intent, { kind: "create" }>): Values => ({
  ...(request.name !== undefined && { name: request.name }),
  ...(request.description !== undefined && { description: request.description }),
  ...(request.properties && { properties: request.properties }),
  ...(described[type]!.stable && { state: "CREATING" }),
});

type Opened = Pick<Cloud, "name" | "model">;

/** How reads see the operation while it runs. */
export function openOperation({ name, model: types }: Opened, operation: Operation, intent: Intent): OpenOperation {
  const base = { job: operation.id, cloud: name, type: intent.type, action: operation.action };
  if (intent.kind === "create")
    return { ...base, path: operation.created!, during: "CREATING", preview: (operation.preview ?? {}) as Values };
  const during =
    intent.kind === "delete"
      ? "DELETING"
      : intent.kind === "operate"
        ? types[intent.type]!.operations[intent.operation]!.during[0]
        : undefined;
  return { ...base, path: operation.resource, during };
}

/** What refers to something may lose the reference with it (5.10.1). */
const typesReferringTo = (target: string): readonly string[] =>
  Object.values(described).flatMap((description) => {
    const isReferring = Object.values(description!.attributes).some(({ type }) => type.target === target && !type.collects);
    return isReferring ? [description!.name] : [];
  });

/** For each type whose texts may name others (policies): which. */
const NAMING: ReadonlyMap<string, readonly string[]> = new Map(
  Object.values(described).map((description) => {
    const vocabularies = Object.values(description!.attributes).flatMap(({ vocabulary }) => Object.values(vocabulary?.of ?? {}));
    return [description!.name, vocabularies.flatMap(typesNamedIn)];
  }),
);

/** Texts may lose what something else refers to, and what goes with that. */
const typesTellingOf = (targets: ReadonlySet<string>): readonly string[] =>
  [...NAMING].flatMap(([name, named]) => (named.some((type) => targets.has(type)) ? [name] : []));

/** The types of which reads are out of date: its own, what it refers to and what it is taken of, all that those consist of; and the Jobs. */
export function touched(intent: Intent): readonly string[] {
  const { type } = intent;
  if (intent.kind === "nothing") return ["Job"];
  const referring = intent.kind === "delete" ? [...typesReferringTo(type), ...typesTellingOf(reached(type))] : [];
  const parent = "parent" in intent && intent.parent ? [intent.parent.type] : [];
  const source = intent.kind === "create" && intent.by ? [intent.by.type] : [];
  const item = "of" in intent ? [intent.of] : [];
  const further = intent.kind === "update" ? (intent.also ?? []).flatMap(touched) : [];
  const entered = intent.kind === "create" ? (intent.enters ?? []).map((entering) => entering.type) : [];
  return [...new Set(["Job", ...reached(type), ...referring, ...parent, ...source, ...item, ...further, ...entered])];
}

/** A machine that goes takes its interfaces with it, and those their endpoints. */
function reached(type: string): ReadonlySet<string> {
  const types = new Set([type, ...targetsOf(type)]);
  for (const found of types) for (const consists of targetsOf(found, true)) types.add(consists);
  return types;
}

const targetsOf = (type: string, collected = false): readonly string[] =>
  Object.values(described[type]?.attributes ?? {}).flatMap(({ type: { target, collects } }) =>
    target === undefined || (collected && !collects) ? [] : [target],
  );
