import { type Attributes, type Model, type Reference, typesNamedIn, type Values } from "@cimi-gateway/model";
import type { Json, Overlays, Records, Scope, StoredRecord } from "@cimi-gateway/store";
import { mapReferences } from "../reference-walk.js";
import { routeOf } from "../route.js";

/** The rows of a cloud. */
export interface Rows {
  readonly records: Records;
  readonly scope: Scope;
  /** CIMI, with what the cloud adds to it. */
  readonly model: Model;
}

/** What is kept beside the resources of a cloud. */
export interface Beside extends Omit<Rows, "records"> {
  readonly overlays: Overlays;
}

/**
 * 5.10.1: nothing that the gateway keeps names what was deleted. Belongs into the transaction of the deletion; again, it changes nothing.
 *
 * @param paths where the deleted resources were within the cloud
 * @param updated when, in ISO 8601
 */
export async function unrefer(rows: Rows, paths: readonly string[], updated: string): Promise<void> {
  const { records, scope, model } = rows;
  const gone = new Set(paths);
  for (const owner of ownersOf(model, paths)) {
    for (const record of await records.list(scope, owner)) {
      const value = without(model, gone, record);
      if (value && !(await records.update(scope, owner, record.id, record.version, updated, value)))
        await again(rows, record, gone, updated);
    }
  }
}

/** The same for what is kept beside a cloud's resources. Belongs into the same transaction; again, it changes nothing. */
export async function clearOverlays(beside: Beside, paths: readonly string[]): Promise<void> {
  const { overlays, scope, model } = beside;
  const gone = new Set(paths);
  for (const path of gone) {
    for (const { type, nativeId, version, value } of await overlays.holding(scope, path)) {
      const left = without(model, gone, { type, value });
      if (left && !(await overlays.put(scope, type, nativeId, version, left))) return clearOverlays(beside, paths);
    }
  }
}

/** Somebody else changed the row meanwhile. */
async function again({ records, scope, model }: Rows, { type, id }: StoredRecord, gone: ReadonlySet<string>, updated: string) {
  for (let record = await records.get(scope, type, id); record; record = await records.get(scope, type, id)) {
    const value = without(model, gone, record);
    if (!value || (await records.update(scope, type, id, record.version, updated, value))) return;
  }
}

/** The value without references to what is gone; undefined where it has none. */
function without(
  model: Model,
  gone: ReadonlySet<string>,
  { type, value }: Pick<StoredRecord, "type" | "value">,
): Json | undefined {
  let found = false;
  const replace = (reference: Reference): Reference | undefined => {
    const isGone = gone.has(reference.href!);
    found ||= isGone;
    return isGone ? undefined : reference;
  };
  const left = mapReferences({ model, replace }, model[type]!.attributes, value as Values);
  return found ? (left as Json) : undefined;
}

/** The paths of the resources of a type that the gateway's own resources name. */
export async function keptNames({ records, scope, model }: Rows, type: string): Promise<ReadonlySet<string>> {
  const named = new Set<string>();
  const replace = (reference: Reference, target: string): Reference => {
    if (target === type) named.add(reference.href!);
    return reference;
  };
  for (const owner of ownersNaming(model, [type])) {
    for (const { value } of await records.list(scope, owner)) {
      mapReferences({ model, replace }, model[owner]!.attributes, value as Values);
    }
  }
  return named;
}

/** The types whose rows may name what stands at these paths. */
const ownersOf = (model: Model, paths: readonly string[]): readonly string[] =>
  ownersNaming(
    model,
    paths.flatMap((path) => typeAt(path) ?? []),
  );

const ownersNaming = (model: Model, types: readonly string[]): readonly string[] =>
  Object.values(model).flatMap((one) => {
    if (one?.collection === undefined) return [];
    const named = addNamed(model, one.attributes, new Set());
    return types.some((type) => named.has(type)) ? [one.name] : [];
  });

function typeAt(path: string): string | undefined {
  const route = routeOf(path.split("/").map(decodeURIComponent), false);
  return route?.kind === "item" ? route.type : undefined;
}

/** Adds the types that consumers may name in attributes, also in what is given by value: that has no state of its own. */
function addNamed(model: Model, attributes: Attributes, named: Set<string>): Set<string> {
  for (const { type, consumerWritable, vocabulary } of Object.values(attributes)) {
    const { target, members, collects } = type;
    if (!consumerWritable || collects) continue;
    for (const described of Object.values(vocabulary?.of ?? {})) for (const one of typesNamedIn(described)) named.add(one);
    if (members) addNamed(model, members as Attributes, named);
    if (target === undefined || named.has(target)) continue;
    named.add(target);
    if (!model[target]?.stable) addNamed(model, model[target]?.attributes ?? {}, named);
  }
  return named;
}
