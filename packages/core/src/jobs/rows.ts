import { type Confidential, type Model, shownPart, type Values } from "@cimi-gateway/model";
import type { Json, Operation, Store } from "@cimi-gateway/store";
import type { Cloud } from "../cloud.js";
import { merged } from "../read/rows.js";

/** Stored rows change by comparing versions; nobody else changes a running operation for long. */
export async function change(
  store: Store,
  cloud: Cloud,
  id: string,
  changes: (held: Operation) => Partial<Operation>,
): Promise<Operation> {
  for (;;) {
    const held = await store.operations.get(cloud.scope, id);
    if (!held) throw new Error(`the operation ${id} is no longer stored`);
    const made = changes(held);
    if (await store.operations.change(cloud.scope, id, held.version, made))
      return { ...held, ...made, version: held.version + 1 };
  }
}

/** What is a secret is the cloud's alone (RELIABILITY, rule 12). */
const shownParts = (model: Model, type: string, values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, held]) => [name, shownIn(model, model[type]!.attributes[name], held)]));

const shownIn = (model: Model, attribute: Confidential | undefined, held: unknown): unknown =>
  attribute ? shownPart(model, attribute, held) : held;

/** What a cloud cannot hold of a native object; attributes that are null are no longer kept. */
export async function putOverlay(store: Store, cloud: Cloud, type: string, nativeId: string, changes: Values): Promise<void> {
  for (;;) {
    const held = (await store.overlays.get(cloud.scope, type, [nativeId])).get(nativeId);
    const value = merged((held?.value ?? {}) as Values, shownParts(cloud.model, type, changes)) as Json;
    if (await store.overlays.put(cloud.scope, type, nativeId, held?.version ?? 0, value)) return;
  }
}
