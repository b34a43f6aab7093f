import type { Values } from "@cimi-gateway/model";
import type { StoredRecord } from "@cimi-gateway/store";
import type { Cloud } from "./cloud.js";
import { ENTRY_POINT } from "./face.js";
import { changeOrMakeRow, type Rows, writtenRow } from "./read/rows.js";
import type { AnyResourceAdapter } from "./read/source.js";

const TYPE = "CloudEntryPoint";

/** The entry point of a cloud, with what its consumers wrote on it, if they did. */
export interface EntryPointRow {
  readonly row: StoredRecord | undefined;
}

/**
 * 5.12, 5.12.1: the Collections of what this cloud serves are the provider's; name, description and properties are the consumer's, who
 * updates but never deletes it (7.1). What nobody wrote is said by the provider.
 */
export function entryPointAdapter(cloud: Pick<Cloud, "name" | "sources" | "model">, rows: Rows): AnyResourceAdapter {
  const { store, scope } = rows;
  const read = async (): Promise<EntryPointRow> => ({ row: await store.records.get(scope, TYPE, ENTRY_POINT) });
  return {
    identify: () => ({ id: ENTRY_POINT }),
    attributes: { ...written(cloud.name), ...listed(cloud) } as AnyResourceAdapter["attributes"],
    async *list() {
      yield [await read()];
    },
    read: async (ids) => new Map(ids.includes(ENTRY_POINT) ? [[ENTRY_POINT, await read()]] : []),
    update: async (id, changes, context) => {
      const row = { type: TYPE, id };
      await writtenRow(rows, context, "update", (now) => changeOrMakeRow(rows, row, changes as Values, now));
      return { id };
    },
  };
}

type Readers = Readonly<Record<string, (native: EntryPointRow) => unknown>>;

/** Table 5, as far as an entry point has it; `baseURI` depends on the face, and is said there. */
function written(cloud: string): Readers {
  const said = ({ row }: EntryPointRow): Values => (row?.value ?? {}) as Values;
  return {
    name: (native) => said(native).name ?? cloud,
    description: (native) => said(native).description ?? `CIMI Cloud Entry Point of the cloud ${cloud}`,
    properties: (native) => said(native).properties,
    updated: ({ row }) => row?.updated,
    baseURI: () => undefined,
  };
}

/** The Collections of what this cloud serves, each under its name. */
const listed = ({ sources, model }: Pick<Cloud, "sources" | "model">): Readers =>
  Object.fromEntries(
    Object.entries(model[TYPE]!.attributes)
      .filter(([, { type }]) => type.collects && (sources.has(type.target!) || type.target === "ResourceMetadata"))
      .map(([key]) => [key, () => ({ href: key })]),
  );
