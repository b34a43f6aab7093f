import type { Representation } from "@cimi-gateway/model";
import type { EntryPointRow } from "./entry-point-adapter.js";
import { ENTRY_POINT } from "./face.js";
import type { Entity } from "./read/entity.js";
import type { Session } from "./session.js";

const TYPE = "CloudEntryPoint";

/** Entry points that were shown before, by base: a cloud serves the same as long as the gateway runs. */
const FACES = 64;

/** 5.12: where a consumer starts. What was shown before is not made again, as long as nobody wrote on it. */
export class EntryPoints {
  #entity: { readonly version: number; readonly entity: Entity } | undefined;
  readonly #shown = new Map<string, { readonly entity: Entity; readonly shown: Representation }>();

  /** The entry point as all faces have it. */
  async find({ cloud, reader }: Pick<Session, "cloud" | "reader">): Promise<Entity> {
    const { adapter } = cloud.sources.get(TYPE)!;
    const native = (await adapter.read([ENTRY_POINT], reader.context())).get(ENTRY_POINT) as EntryPointRow;
    const version = native.row?.version ?? 0;
    if (this.#entity?.version !== version) this.#entity = { version, entity: entityOf(native, adapter.attributes) };
    return this.#entity.entity;
  }

  /** As a face shows it: relative URIs are relative to its base. */
  shown({ face, representer }: Pick<Session, "face" | "representer">, entity: Entity): Representation {
    const key = `${face.edition} ${face.base}`;
    const known = this.#shown.get(key);
    if (known?.entity === entity) return known.shown;
    if (this.#shown.size >= FACES) this.#shown.clear();
    const plain = representer.item(entity, face.edition);
    const shown = { ...plain, values: { ...plain.values, baseURI: face.base } };
    this.#shown.set(key, { entity, shown });
    return shown;
  }
}

type Mapping = Readonly<Record<string, (native: unknown) => unknown>>;

function entityOf(native: EntryPointRow, mapping: object): Entity {
  const values: Record<string, unknown> = { id: ENTRY_POINT };
  for (const [key, read] of Object.entries(mapping as Mapping)) {
    const held = read(native);
    if (held !== undefined) values[key] = held;
  }
  return { type: TYPE, id: ENTRY_POINT, path: ENTRY_POINT, nativeId: ENTRY_POINT, native, values };
}
