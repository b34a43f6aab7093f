import { Table } from "./table.js";
import { type AnyThing, KINDS, type Kind, type Things } from "./things.js";

/** The tables of all kinds. */
export class Tables {
  readonly #tables: { readonly [K in Kind]: Table<Things[K]> };

  constructor(gone: (thing: AnyThing) => void) {
    const table = <K extends Kind>(_: K) => new Table<Things[K]>(gone);
    this.#tables = {
      machine: table("machine"),
      disk: table("disk"),
      attachment: table("attachment"),
      machineConfiguration: table("machineConfiguration"),
      machineImage: table("machineImage"),
      volume: table("volume"),
      volumeImage: table("volumeImage"),
      credential: table("credential"),
      network: table("network"),
      protocolSegment: table("protocolSegment"),
      protocolEndpoint: table("protocolEndpoint"),
      networkInterface: table("networkInterface"),
      networkService: table("networkService"),
    };
  }

  of<K extends Kind>(kind: K): Table<Things[K]> {
    return this.#tables[kind];
  }

  put(thing: AnyThing): void {
    this.#holding(thing).put(thing);
  }

  delete(thing: AnyThing): void {
    this.#holding(thing).delete(thing);
  }

  present(now: number): Record<Kind, number> {
    return perKind((kind) => this.#tables[kind].count(now));
  }

  /** The table of a thing's kind holds such things: the compiler cannot pair the two. */
  #holding({ kind }: AnyThing): Pick<Table<AnyThing>, "put" | "delete"> {
    return this.#tables[kind] as Pick<Table<AnyThing>, "put" | "delete">;
  }
}

export const perKind = (number: (kind: Kind) => number): Record<Kind, number> =>
  Object.fromEntries(KINDS.map((kind) => [kind, number(kind)])) as Record<Kind, number>;
