import { type Model, model, type Representation } from "@cimi-gateway/model";
import type { Session } from "./session.js";

const described: Model = model;

/** Entry points that were shown before, by cloud and base: a cloud serves the same as long as the gateway runs. */
const FACES = 64;

export class EntryPoints {
  readonly #known = new Map<string, Representation>();

  of(session: Pick<Session, "cloud" | "face">): Representation {
    const { base } = session.face;
    const known = this.#known.get(base);
    if (known) return known;
    if (this.#known.size >= FACES) this.#known.clear();
    const made = entryPoint(session);
    this.#known.set(base, made);
    return made;
  }
}

/** 5.12: the Collections of what this cloud serves; it is never deleted (7.1). */
function entryPoint({ cloud, face }: Pick<Session, "cloud" | "face">): Representation {
  const listed = Object.entries(described.CloudEntryPoint!.attributes).flatMap(([key, { type }]) =>
    type.collects && cloud.sources.has(type.target!) ? [[key, { href: key }] as const] : [],
  );
  return {
    type: "CloudEntryPoint",
    values: {
      id: "cloudEntryPoint",
      name: cloud.name,
      description: `CIMI Cloud Entry Point of the cloud ${cloud.name}`,
      baseURI: face.base,
      ...Object.fromEntries(listed),
    },
    operations: [],
  };
}
