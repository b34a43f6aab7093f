import type { Attributes, Model, Values } from "@cimi-gateway/model";
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

/** The same for what is kept beside a cloud's resources, which names nothing but what is kept, and in no structure. */
export async function clearOverlays(overlays: Overlays, scope: Scope, path: string): Promise<void> {
  for (const { type, nativeId, version, value } of await overlays.holding(scope, path)) {
    const left = Object.entries(value as Values).filter(([, held]) => (held as { href?: unknown } | null)?.href !== path);
    if (!(await overlays.put(scope, type, nativeId, version, Object.fromEntries(left) as Json)))
      return clearOverlays(overlays, scope, path);
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
function without(model: Model, gone: ReadonlySet<string>, { type, value }: StoredRecord): Json | undefined {
  let found = false;
  const left = mapReferences(model[type]!.attributes, value as Values, (reference) => {
    const isGone = gone.has(reference.href!);
    found ||= isGone;
    return isGone ? undefined : reference;
  });
  return found ? (left as Json) : undefined;
}

/** The paths of the resources of a type that the gateway's own resources name. */
export async function keptNames({ records, scope, model }: Rows, type: string): Promise<ReadonlySet<string>> {
  const named = new Set<string>();
  for (const owner of ownersNaming(model, [type])) {
    for (const { value } of await records.list(scope, owner)) {
      mapReferences(model[owner]!.attributes, value as Values, (reference, target) => {
        if (target === type) named.add(reference.href!);
        return reference;
      });
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
  for (const { type, consumerWritable } of Object.values(attributes)) {
    const { target, members, collects } = type;
    if (!consumerWritable || collects) continue;
    if (members) addNamed(model, members as Attributes, named);
    if (target === undefined || named.has(target)) continue;
    named.add(target);
    if (!model[target]?.stable) addNamed(model, model[target]?.attributes ?? {}, named);
  }
  return named;
}
