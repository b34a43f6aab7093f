import type { Cloud } from "../cloud.js";
import type { Entity } from "../read/entity.js";
import type { View } from "../read/view.js";
import { isRouting, Surroundings, TOPOLOGY } from "./surroundings.js";

/** What was seen, and when its oldest part was read (milliseconds since 1970). */
export interface Look {
  readonly around: Surroundings;
  readonly readAt: number;
}

/** Looks at the networks of a cloud: each type is listed once, however much is told by it. As long as no list is new, nor is the look. */
export class Prospect {
  #last: Surroundings | undefined;

  constructor(
    readonly view: View,
    readonly cloud: Cloud,
  ) {}

  async look(): Promise<Look> {
    const types = TOPOLOGY.filter((type) => this.cloud.sources.has(type));
    const listings = await Promise.all(types.map((type) => this.view.list(type)));
    const lists = new Map(types.map((type, index) => [type as string, listings[index]!.entities]));
    const readAt = Math.min(...listings.map((listing) => listing.readAt));
    const last = this.#last;
    if (last && types.every((type) => last.lists.get(type) === lists.get(type))) return { around: last, readAt };
    this.#last = new Surroundings(lists, await this.#members(lists.get("NetworkService") ?? []));
    return { around: this.#last, readAt };
  }

  /** The segments of the services of which edition 1 tells something. */
  async #members(services: readonly Entity[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (!("segments" in (this.cloud.sources.get("NetworkService")?.adapter.attributes ?? {}))) return new Map();
    const told = services.filter(({ values, native }) => native !== undefined && (isRouting(values) || values.type === "DHCP"));
    const members = told.map(async ({ id, path }) => {
      const { entities } = await this.view.list("ProtocolSegment", { type: "NetworkService", id, attribute: "segments" });
      return [path, entities.map((segment) => segment.path)] as const;
    });
    return new Map(await Promise.all(members));
  }
}
