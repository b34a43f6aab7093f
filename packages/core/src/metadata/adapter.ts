import type { Values } from "@cimi-gateway/model";
import type { StoredRecord } from "@cimi-gateway/store";
import { changeOrMakeRow, type Rows, writtenRow } from "../read/rows.js";
import type { AnyResourceAdapter } from "../read/source.js";
import { type Described, describedTypes, type OwnMetadata } from "./description.js";

export const METADATA = "ResourceMetadata";

/** What the cloud says of a type, with the value scopes that a consumer set, if any; or what a consumer made, which is a row alone. */
interface Native {
  readonly own?: OwnMetadata;
  readonly row?: StoredRecord | undefined;
}

/**
 * 5.11: what a cloud says of its types, of which consumers change the value scopes only, and the ResourceMetadata that they make themselves.
 * Both are rows of one type: that of an edit has the name of the type described as its id.
 */
export function metadataAdapter(cloud: Described, rows: Rows, kept: AnyResourceAdapter): AnyResourceAdapter {
  const { records } = rows.store;
  let made: ReadonlyMap<string, OwnMetadata> | undefined;
  const own = () => (made ??= describedTypes(cloud, rows.limits));
  return {
    ...kept,
    identify: (native) => ({ id: (native as Native).own?.id ?? (native as Native).row!.id }),
    attributes: readers(kept.attributes as Mapping),
    async *list() {
      const stored = new Map((await records.list(rows.scope, METADATA)).map((row) => [row.id, row]));
      yield [...own().values()].map((one): Native => ({ own: one, row: stored.get(one.id) }));
      yield [...stored.values()].filter(({ id }) => !own().has(id)).map((row): Native => ({ row }));
    },
    async read(ids) {
      const stored = await records.getMany(rows.scope, METADATA, ids);
      const known = ids.filter((id) => own().has(id) || stored.has(id));
      return new Map(known.map((id) => [id, { own: own().get(id), row: stored.get(id) }]));
    },
    update: async (id, changes, context) => {
      if (!own().has(id)) return kept.update!(id, changes, context);
      const row = { type: METADATA, id };
      await writtenRow(rows, context, "update", (now) => changeOrMakeRow(rows, row, changes as Values, now));
      return { id };
    },
    deletable: isConsumers,
  };
}

/** Whether a consumer made it, rather than the cloud saying it of itself. */
export const isConsumers = (native: unknown): boolean => (native as Native).own === undefined;

/** What an edit says of the cloud's own. */
const EDITED: ReadonlySet<string> = new Set(["vscope", "updated"]);

type Mapping = Readonly<Record<string, (row: StoredRecord) => unknown>>;

function readers(stored: Mapping): AnyResourceAdapter["attributes"] {
  const read =
    (key: string) =>
    ({ own, row }: Native): unknown => {
      if (!own) return stored[key]!(row!);
      return (row && EDITED.has(key) ? stored[key]!(row) : undefined) ?? own.values[key];
    };
  return Object.fromEntries(Object.keys(stored).map((key) => [key, read(key)])) as AnyResourceAdapter["attributes"];
}
