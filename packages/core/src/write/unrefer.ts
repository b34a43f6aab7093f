import { type Attributes, type Model, mapMembers, model, type Reference, type Values } from "@cimi-gateway/model";
import type { Json, Store, StoredRecord } from "@cimi-gateway/store";
import type { Cloud } from "../cloud.js";

const described: Model = model;

interface Keeping {
  readonly cloud: Pick<Cloud, "scope" | "sources">;
  readonly store: Pick<Store, "records">;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * 5.10.1: what the gateway keeps names nothing that was deleted through it. Doing it again changes nothing.
 *
 * @param path where the deleted resource was, within its cloud
 */
export async function unrefer(type: string, path: string, keeping: Keeping): Promise<void> {
  for (const owner of keeping.cloud.sources.keys()) {
    if (!refersTo(described[owner]!.attributes, type)) continue;
    for (const record of await keeping.store.records.list(keeping.cloud.scope, owner)) await clear(owner, record, path, keeping);
  }
}

const refersTo = (attributes: Attributes, type: string): boolean =>
  Object.values(attributes).some(({ type: held }) => {
    const members = held.item?.members ?? held.members;
    const target = held.item?.target ?? held.target;
    return (target === type && !held.collects) || (members !== undefined && refersTo(members as Attributes, type));
  });

/** Somebody else may change the record meanwhile; then it is read again. */
async function clear(owner: string, record: StoredRecord, path: string, keeping: Keeping): Promise<void> {
  const { store, cloud, now } = keeping;
  for (let held: StoredRecord | undefined = record; held; held = await store.records.get(cloud.scope, owner, record.id)) {
    const value = without(path, described[owner]!.attributes, held.value as Values);
    if (!value) return;
    const updated = new Date(now).toISOString();
    if (await store.records.update(cloud.scope, owner, held.id, held.version, updated, value as Json)) return;
  }
}

/** The values without references to a path; undefined where there are none. */
export function without(path: string, attributes: Attributes, values: Values): Values | undefined {
  let found = false;
  const cleared = mapMembers(attributes, values, (reference: Reference) => {
    if (reference.href !== path) return reference;
    found = true;
    return {};
  });
  if (!found) return undefined;
  const isEmpty = ([key, held]: readonly [string, unknown]): boolean => attributes[key]?.type.isEmpty(held) ?? false;
  return Object.fromEntries(Object.entries(cleared).filter((entry) => !isEmpty(entry)));
}
