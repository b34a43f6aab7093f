import { type Attributes, type Model, model, type Values } from "@cimi-gateway/model";
import type { Json, Records, Scope, StoredRecord } from "@cimi-gateway/store";
import { mapReferences } from "../reference-walk.js";
import { routeOf } from "../route.js";

const described: Model = model;

/** The rows of a cloud. */
export interface Rows {
  readonly records: Records;
  readonly scope: Scope;
}

/**
 * 5.10.1: nothing that the gateway keeps names what was deleted. Belongs into the transaction of the deletion; again, it changes nothing.
 *
 * @param paths where the deleted resources were within the cloud
 * @param updated when, in ISO 8601
 */
export async function unrefer({ records, scope }: Rows, paths: readonly string[], updated: string): Promise<void> {
  const gone = new Set(paths);
  for (const owner of ownersOf(paths)) {
    for (const record of await records.list(scope, owner)) {
      const value = without(gone, record);
      if (value && !(await records.update(scope, owner, record.id, record.version, updated, value)))
        await again({ records, scope }, record, gone, updated);
    }
  }
}

/** Somebody else changed the row meanwhile. */
async function again({ records, scope }: Rows, { type, id }: StoredRecord, gone: ReadonlySet<string>, updated: string) {
  for (let record = await records.get(scope, type, id); record; record = await records.get(scope, type, id)) {
    const value = without(gone, record);
    if (!value || (await records.update(scope, type, id, record.version, updated, value))) return;
  }
}

/** The value without references to what is gone; undefined where it has none. */
function without(gone: ReadonlySet<string>, { type, value }: StoredRecord): Json | undefined {
  let found = false;
  const left = mapReferences(described[type]!.attributes, value as Values, (reference) => {
    const isGone = gone.has(reference.href!);
    found ||= isGone;
    return isGone ? undefined : reference;
  });
  return found ? (left as Json) : undefined;
}

/** The paths of the resources of a type that the gateway's own resources name. */
export async function keptNames({ records, scope }: Rows, type: string): Promise<ReadonlySet<string>> {
  const named = new Set<string>();
  for (const owner of ownersNaming([type])) {
    for (const { value } of await records.list(scope, owner)) {
      mapReferences(described[owner]!.attributes, value as Values, (reference, target) => {
        if (target === type) named.add(reference.href!);
        return reference;
      });
    }
  }
  return named;
}

/** The types whose rows may name what stands at these paths. */
const ownersOf = (paths: readonly string[]): readonly string[] => ownersNaming(paths.flatMap((path) => typeAt(path) ?? []));

const ownersNaming = (types: readonly string[]): readonly string[] =>
  OWNERS.filter(([, named]) => types.some((type) => named.has(type))).map(([owner]) => owner);

function typeAt(path: string): string | undefined {
  const route = routeOf(path.split("/").map(decodeURIComponent), false);
  return route?.kind === "item" ? route.type : undefined;
}

/** Adds the types that consumers may name in attributes, also in what is given by value: that has no state of its own. */
function addNamed(attributes: Attributes, named: Set<string>): Set<string> {
  for (const { type, consumerWritable } of Object.values(attributes)) {
    const { target, members, collects } = type;
    if (!consumerWritable || collects) continue;
    if (members) addNamed(members as Attributes, named);
    if (target === undefined || named.has(target)) continue;
    named.add(target);
    if (!described[target]?.stable) addNamed(described[target]?.attributes ?? {}, named);
  }
  return named;
}

/** For each type that the gateway may keep: the types that its rows may name. */
const OWNERS: readonly (readonly [owner: string, named: ReadonlySet<string>])[] = Object.values(described).flatMap((one) =>
  one?.collection === undefined ? [] : [[one.name, addNamed(one.attributes, new Set())] as const],
);
