import type { CreateRequest, WriteContext } from "@cimi-gateway/adapter";
import type { ResourceName, Values } from "@cimi-gateway/model";
import type { Json, StoredRecord } from "@cimi-gateway/store";
import { isSupported, type Served } from "../served.js";
import { clearOverlays, unrefer } from "./kept-references.js";
import { KeptSecrets } from "./kept-secrets.js";
import { changeRow, type Rows, writtenRow } from "./rows.js";
import type { AnyResourceAdapter } from "./source.js";

/** What it takes to keep resources of a cloud. */
export interface Keeping extends Rows, Served {
  /** Whether what is made from a type of template gets data for its guest. */
  handsOn(template: string): boolean;
}

/**
 * A type of which no cloud knows anything: its resources are rows of the gateway's own store, with every attribute of the model
 * but those that refer to what the cloud does not serve.
 */
export function keptAdapter(type: ResourceName, { store, scope, limits, ...cloud }: Keeping): AnyResourceAdapter {
  const { records } = store;
  const secrets = new KeptSecrets(type, cloud.model, store.secrets, scope);
  const written = (context: WriteContext, name: string, act: (now: string) => Promise<unknown>) =>
    writtenRow({ limits }, context, name, act);
  return {
    identify: (native) => ({ id: (native as StoredRecord).id }),
    attributes: attributesOf(type, cloud),
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
      await written(context, "delete", (now) => remove(id, now));
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

  /** 5.10.1: no moment in which the resource is gone and something still names it. */
  async function remove(id: string, now: string): Promise<void> {
    const path = `${cloud.model[type]!.collection}/${encodeURIComponent(id)}`;
    await store.transaction(async (bound) => {
      await bound.records.delete(scope, type, id);
      await unrefer({ records: bound.records, scope, model: cloud.model }, [path], now);
      await clearOverlays({ overlays: bound.overlays, scope, model: cloud.model }, [path]);
    });
  }
}

/** What only an object of a cloud has. */
const OF_CLOUDS: ReadonlySet<string> = new Set(["nativeId", "location"]);

/** Everything that the model says, read from the row. */
function attributesOf(
  type: ResourceName,
  cloud: Pick<Keeping, "model" | "serves" | "handsOn">,
): AnyResourceAdapter["attributes"] {
  const keys = Object.entries(cloud.model[type]!.attributes).filter(
    ([key, { payload, type: held }]) => !OF_CLOUDS.has(key) && isSupported(cloud, held) && (!payload || cloud.handsOn(type)),
  );
  const read = (key: string) => (native: StoredRecord) =>
    key === "created" ? native.created : key === "updated" ? native.updated : (native.value as Values)[key];
  return Object.fromEntries(keys.map(([key]) => [key, read(key)])) as AnyResourceAdapter["attributes"];
}
