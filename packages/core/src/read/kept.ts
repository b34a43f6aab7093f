import type { CreateRequest, WriteContext } from "@cimi-gateway/adapter";
import { type Model, model, type ResourceName, type Values } from "@cimi-gateway/model";
import type { Json, Scope, Store, StoredRecord } from "@cimi-gateway/store";
import { Refusal } from "../fault.js";
import { patiently } from "../jobs/patience.js";
import { isSupported, type Serves } from "../served.js";
import type { Limits } from "../types.js";
import { unrefer } from "./kept-references.js";
import { KeptSecrets } from "./kept-secrets.js";
import type { AnyResourceAdapter } from "./source.js";

const described: Model = model;

/** What it takes to keep resources of a cloud. */
export interface Keeping {
  readonly store: Store;
  readonly scope: Scope;
  readonly limits: Limits;
  readonly serves: Serves;
  /** Whether what is made from a type of template gets data for its guest. */
  handsOn(template: string): boolean;
}

/**
 * A type of which no cloud knows anything: its resources are rows of the gateway's own store, with every attribute of the model
 * but those that refer to what the cloud does not serve.
 */
export function keptAdapter(type: ResourceName, { store, scope, limits, ...cloud }: Keeping): AnyResourceAdapter {
  const { records } = store;
  const secrets = new KeptSecrets(type, store.secrets, scope);
  const written = (context: WriteContext, name: string, act: (now: string) => Promise<unknown>) =>
    context.step(name, {
      send: async () => {
        await patiently(() => act(iso(context.clock.now())), { ...context, limits });
        return undefined;
      },
    });
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
      await written(context, "update", (now) => change(id, changes as Values, now));
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
    await store.transaction(async (bound) => {
      await bound.records.delete(scope, type, id);
      await unrefer({ records: bound.records, scope }, [`${described[type]!.collection}/${encodeURIComponent(id)}`], now);
    });
  }

  /** Stored rows change by comparing versions (RELIABILITY: no lost updates). */
  async function change(id: string, changes: Values, now: string): Promise<void> {
    const sealed = secrets.seal(id, changes);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const record = await records.get(scope, type, id);
      if (!record) throw new Refusal(404, "it was deleted meanwhile");
      if (await records.update(scope, type, id, record.version, now, merged(record.value as Values, sealed) as Json)) return;
    }
    throw new Refusal(409, "it is being changed by others; read it again and repeat");
  }
}

const ATTEMPTS = 20;
const iso = (time: number): string => new Date(time).toISOString();

export const merged = (value: Values, changes: Values): Values =>
  Object.fromEntries(Object.entries({ ...value, ...changes }).filter(([, held]) => held !== null && held !== undefined));

/** What only an object of a cloud has. */
const OF_CLOUDS: ReadonlySet<string> = new Set(["nativeId", "location"]);

/** Everything that the model says, read from the row. */
function attributesOf(
  type: ResourceName,
  { serves, handsOn }: Pick<Keeping, "serves" | "handsOn">,
): AnyResourceAdapter["attributes"] {
  const keys = Object.entries(described[type]!.attributes).filter(
    ([key, { payload, type: held }]) => !OF_CLOUDS.has(key) && isSupported(held, serves) && (!payload || handsOn(type)),
  );
  const read = (key: string) => (native: StoredRecord) =>
    key === "created" ? native.created : key === "updated" ? native.updated : (native.value as Values)[key];
  return Object.fromEntries(keys.map(([key]) => [key, read(key)])) as AnyResourceAdapter["attributes"];
}
