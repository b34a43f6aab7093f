import type { CreateRequest, WriteContext } from "@cimi-gateway/adapter";
import type { Description, Model, ResourceName, Values } from "@cimi-gateway/model";
import type { Json, StoredRecord } from "@cimi-gateway/store";
import { isSupported, type Serves } from "../served.js";
import { KeptSecrets } from "./kept-secrets.js";
import { changeRow, type Rows, writtenRow } from "./rows.js";
import type { AnyResourceAdapter } from "./source.js";

/** What it takes to keep resources of a cloud. */
export interface Keeping extends Rows {
  readonly serves: Serves;
  readonly model: Model;
}

/**
 * A type of which no cloud knows anything: its resources are rows of the gateway's own store, with every attribute of the model
 * but those that refer to what the cloud does not serve.
 */
export function keptAdapter(type: ResourceName, { store, scope, limits, serves, model }: Keeping): AnyResourceAdapter {
  const { records } = store;
  const secrets = new KeptSecrets(type, store.secrets, scope);
  const written = (context: WriteContext, name: string, act: (now: string) => Promise<unknown>) =>
    writtenRow({ limits }, context, name, act);
  return {
    identify: (native) => ({ id: (native as StoredRecord).id }),
    attributes: attributesOf(model[type]!, serves),
    async *list() {
      yield await records.list(scope, type);
    },
    read: (ids) => records.getMany(scope, type, ids),
    create: async (request, context) => {
      await written(context, "create", (now) => insert(request, now));
      return { id: request.id };
    },
    update: async (id, changes, context) => {
      await written(context, "update", (now) =>
        changeRow({ store, scope, limits }, { type, id }, secrets.seal(id, changes as Values), now),
      );
      return { id };
    },
    delete: async (id, context) => {
      await written(context, "delete", () => records.delete(scope, type, id));
      return { id };
    },
  };

  async function insert(
    { id, name, description, properties, template }: CreateRequest<ResourceName>,
    created: string,
  ): Promise<void> {
    if (await records.get(scope, type, id)) return;
    const value = {
      ...(template as Values),
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(properties && { properties }),
    };
    await records.insert(scope, { type, id, parent: "", created, value: secrets.seal(id, value) as Json });
  }
}

/** Everything that the model says, read from the row, but what only a cloud's own resources have (nativeId, location). */
function attributesOf({ attributes }: Description, serves: Serves): AnyResourceAdapter["attributes"] {
  const keys = Object.entries(attributes).filter(
    ([, { namespace, mutable, type }]) => (namespace === undefined || mutable) && isSupported(type, serves),
  );
  const read = (key: string) => (native: StoredRecord) =>
    key === "created" ? native.created : key === "updated" ? native.updated : (native.value as Values)[key];
  return Object.fromEntries(keys.map(([key]) => [key, read(key)])) as AnyResourceAdapter["attributes"];
}
