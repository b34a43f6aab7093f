import { type Accepted, type CreateRequest, type Membership, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";
import type { Store } from "@cimi-gateway/store";
import { apart } from "../beside.js";
import type { Cloud } from "../cloud.js";
import type { AnyResourceAdapter } from "../read/source.js";
import type { Limits } from "../types.js";
import { created, deleted, operated, reached, rested } from "./goal.js";
import { handleFinished, handlesOf } from "./handles.js";
import type { Create, Intent } from "./intent.js";
import { makeParts, withParts } from "./parts.js";
import type { Steps } from "./steps.js";
import type { Watcher } from "./watch.js";

/** What a nested Job may do. */
export type Nested = Create | Of<"delete">;

export interface Execution {
  readonly cloud: Cloud;
  /** Waits for a database that is away. */
  readonly store: Store;
  readonly steps: Steps;
  readonly watcher: Watcher;
  readonly limits: Limits;
  /** When the operation has failed for lack of an end, in milliseconds since 1970. */
  readonly deadline: number;
  /** Runs a part as a Job of its own, once, also over crashes; `id` is the CIMI id of what it makes or takes back. Gives the native id. */
  nested(name: string, intent: Nested, id: string): Promise<string>;
  /** The native id of what a nested Job made, by the names that lead to it; undefined where it made nothing. */
  madeAt(names: readonly string[]): Promise<string | undefined>;
  /** Called with what the provider accepted, before the wait for the end. */
  accepted(accepted: Accepted): Promise<void>;
  /** Called with what a create made, as the cloud shows it at the end. */
  made(nativeId: string, native: unknown): void;
}

/**
 * Carries an intent out, from the first native call until the cloud shows the end. Throws what the Job is to say.
 *
 * @param scope begins the names of its steps, which are the only ones of that name in a Job
 */
export async function execute(intent: Intent, execution: Execution, scope = ""): Promise<void> {
  const context = writeContext(execution, scope);
  switch (intent.kind) {
    case "create":
      return create(intent, context, execution);
    case "update":
      return update(intent, context, execution);
    case "delete":
      return remove(intent, context, execution);
    case "operate":
      return operate(intent, context, execution);
    case "insert":
    case "remove":
      return member(intent, context, execution);
    case "nothing":
      return undefined;
  }
}

type Of<K extends Intent["kind"]> = Extract<Intent, { kind: K }>;

const adapterOf = ({ cloud }: Execution, type: ResourceName): AnyResourceAdapter => cloud.sources.get(type)!.adapter;

function writeContext(execution: Execution, scope: string): WriteContext {
  const { steps, watcher, limits, deadline } = execution;
  return {
    ...watcher.writing(),
    step: (name, call) => steps.step(`${scope}${name}`, call),
    reach: async (type, id, states, parent) => {
      await watcher.until(adapterOf(execution, type), type, id, parent, reached(type, states, limits.probeWindow), deadline);
    },
  };
}

async function create(intent: Of<"create">, context: WriteContext, execution: Execution): Promise<void> {
  const request = await withParts(intent, execution);
  const accepted = await made(intent, request, context, execution);
  await execution.accepted(intent.overlay ? { ...accepted, overlay: { ...accepted.overlay, ...intent.overlay } } : accepted);
  const judge = created(intent.type, execution.limits.probeWindow);
  const native = await finish(intent.type, accepted, request.parent, judge, execution);
  if (intent.by) await finish(intent.by.type, { id: intent.by.nativeId }, undefined, rested(intent.by.type), execution);
  await join(intent, accepted.id, context, execution);
  await enter(intent, accepted.id, context, execution);
  await makeParts(intent, accepted.id, execution);
  if (native !== undefined) execution.made(accepted.id, native);
}

/** By the type's own create, or by the operation of another resource. */
function made(
  { type, by }: Of<"create">,
  request: CreateRequest<ResourceName>,
  context: WriteContext,
  execution: Execution,
): Promise<Accepted> {
  if (!by) return adapterOf(execution, type).create!(request, context);
  return operationOf(adapterOf(execution, by.type), by.operation).run(by.nativeId, { creates: request }, context);
}

type Run = { run(id: string, input: object, context: WriteContext, parent?: string): Promise<Accepted> };

const operationOf = ({ operations }: AnyResourceAdapter, name: string): Run =>
  (operations as Readonly<Record<string, Run>>)[name]!;

/** Takes what exists into the Collections of what is new. */
async function join({ type, joins = [] }: Create, id: string, context: WriteContext, execution: Execution): Promise<void> {
  for (const { attribute, item } of joins) await membershipOf(execution, type, attribute).insert!(id, item, context);
}

/** What is new enters Collections of what exists. */
async function enter({ enters = [] }: Create, id: string, context: WriteContext, execution: Execution): Promise<void> {
  for (const { type, nativeId, attribute } of enters)
    await membershipOf(execution, type, attribute).insert!(nativeId, id, context);
}

const membershipOf = (execution: Execution, type: ResourceName, attribute: string): Membership =>
  (adapterOf(execution, type).collections as Readonly<Record<string, Membership>>)[attribute]!;

async function member(intent: Of<"insert" | "remove">, context: WriteContext, execution: Execution): Promise<void> {
  const { kind, type, nativeId, attribute, item } = intent;
  const accepted = await membershipOf(execution, type, attribute)[kind]!(nativeId, item, context);
  await execution.accepted(accepted);
  await finish(
    type,
    { ...accepted, id: nativeId },
    undefined,
    operated(type, undefined, execution.limits.probeWindow),
    execution,
  );
}

async function update({ also = [], ...intent }: Of<"update">, context: WriteContext, execution: Execution): Promise<void> {
  if (also.length === 0 || Object.keys(intent.changes).length > 0) await edit(intent, context, execution);
  for (const [index, further] of also.entries()) await execute(further, execution, `${index + 1} `);
}

async function edit(
  { type, nativeId, changes, parent }: Of<"update">,
  context: WriteContext,
  execution: Execution,
): Promise<void> {
  const owner = await parentId(parent, execution);
  const { own, beside } = execution.cloud.sources.get(type)!.kept ? { own: changes, beside: {} } : apart(changes);
  const isOwn = Object.keys(own).length > 0;
  const made = isOwn ? await adapterOf(execution, type).update!(nativeId, own, context, owner) : { id: nativeId };
  const accepted = { ...made, overlay: { ...made.overlay, ...beside } };
  await execution.accepted(accepted);
  await finish(type, accepted, owner, operated(type, undefined, execution.limits.probeWindow), execution);
}

async function remove(
  { type, nativeId, parent, leaves, first = [] }: Of<"delete">,
  context: WriteContext,
  execution: Execution,
): Promise<void> {
  if (leaves) await execute(leaves, execution, "leave ");
  for (const { id, intent } of first) await execution.nested(`first-${id}`, intent, id);
  const owner = await parentId(parent, execution);
  const accepted = await orGone(() => adapterOf(execution, type).delete!(nativeId, context, owner), nativeId);
  await execution.accepted(accepted);
  await finish(type, { ...accepted, id: nativeId }, owner, deleted, execution);
}

/** What is gone already is deleted. */
async function orGone(act: () => Promise<Accepted>, id: string): Promise<Accepted> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ProviderFault && error.kind === "notFound") return { id };
    throw error;
  }
}

async function operate(
  { type, nativeId, operation, input }: Of<"operate">,
  context: WriteContext,
  execution: Execution,
): Promise<void> {
  const accepted = await operationOf(adapterOf(execution, type), operation).run(nativeId, input, context);
  await execution.accepted(accepted);
  const { after } = execution.cloud.model[type]!.operations[operation]!;
  await finish(type, { ...accepted, id: nativeId }, undefined, operated(type, after, execution.limits.probeWindow), execution);
}

async function parentId(
  parent: { type: string; id: string } | undefined,
  { cloud, store }: Execution,
): Promise<string | undefined> {
  if (!parent) return undefined;
  return (await store.identities.nativeIds(cloud.scope, parent.type, [parent.id])).get(parent.id) ?? parent.id;
}

/** Gives what the cloud showed last; undefined for what the gateway keeps itself. */
async function finish(
  type: ResourceName,
  { id, handle }: Accepted,
  parent: string | undefined,
  judge: Parameters<Watcher["until"]>[4],
  execution: Execution,
): Promise<unknown> {
  const adapter = adapterOf(execution, type);
  const { watcher, deadline } = execution;
  if (execution.cloud.sources.get(type)!.kept) return undefined;
  if (handle !== undefined && adapter.poll)
    await watcher.until(handlesOf(adapter), `${type} operation`, handle, undefined, handleFinished, deadline);
  return watcher.until(adapter, type, id, parent, judge, deadline);
}
