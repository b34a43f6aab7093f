import type { Description, Edition } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { type Capabilities, capabilitiesIn } from "./metadata/capabilities.js";
import type { Source } from "./read/source.js";
import type { Representer } from "./represent.js";
import { collectionOf, type Parent } from "./route.js";
import type { Service } from "./session.js";
import type { Limits } from "./types.js";

/** A Collection of one type, as it is offered. */
export interface OfferedCollection {
  /** The type of its items. */
  readonly type: string;
  /** Edition 1 lists resources that live elsewhere through links of this type. */
  readonly link?: string;
  /** `add`, `insert` and `remove`, as far as they are there. */
  readonly operations: readonly string[];
}

/** What consumers find of one type on one cloud, whatever the state of a single resource. */
export interface Offer {
  readonly type: string;
  /** What CIMI says of it, with what the cloud adds (5.1). */
  readonly description: Description;
  /** The gateway stores these resources itself. */
  readonly kept: boolean;
  /** The attributes that the cloud tells, by their names in the model. */
  readonly attributes: ReadonlySet<string>;
  readonly add: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
  /** The custom operations, by edition. */
  readonly operations: Readonly<Record<Edition, readonly string[]>>;
  readonly capabilities: Capabilities;
  /** The Collection of the Cloud Entry Point, for types that it lists. */
  readonly collection?: Readonly<Record<Edition, OfferedCollection>>;
  /** The Collections that each resource of the type has, by attribute. */
  readonly collections: Readonly<Record<string, Readonly<Record<Edition, OfferedCollection>>>>;
}

/** The offers of one cloud by type; what is missing is not in its Cloud Entry Point. */
export type Offers = ReadonlyMap<string, Offer>;

/** What the absences of an adapter, and the access that is configured, leave of the model. */
export const offersOf = ({ cloud, limits, representer }: Pick<Service, "cloud" | "limits" | "representer">): Offers =>
  new Map([...cloud.sources.values()].map((source) => [source.type, offerOf(source, cloud, limits, representer)] as const));

function offerOf({ type, adapter, kept }: Source, cloud: Cloud, limits: Limits, representer: Representer): Offer {
  const description = cloud.model[type]!;
  const full = cloud.access === "full";
  return {
    type,
    description,
    kept,
    attributes: new Set(["id", ...Object.keys(adapter.attributes)]),
    add: full && adapter.create !== undefined,
    edit: full && adapter.update !== undefined,
    delete: full && adapter.delete !== undefined,
    operations: inEditions((edition) => representer.operationNames(type, edition)),
    capabilities: capabilitiesIn(description, cloud, limits),
    ...(description.collection !== undefined && {
      collection: inEditions((edition) => collectionIn(representer, type, edition)),
    }),
    collections: nested(type, cloud, representer),
  };
}

/** The Collections inside a resource, as far as the cloud has the attribute and what it holds. */
const nested = (type: string, { sources }: Cloud, representer: Representer): Offer["collections"] =>
  Object.fromEntries(
    Object.keys(sources.get(type)!.adapter.attributes).flatMap((attribute) => {
      const held = collectionOf(type, attribute);
      if (!held || !sources.has(held.target)) return [];
      const parent = { type, id: "", attribute };
      const offered = (edition: Edition): OfferedCollection => ({
        ...collectionIn(representer, held.target, edition, parent),
        ...(edition === 1 && held.link !== undefined && { link: held.link }),
      });
      return [[attribute, inEditions(offered)] as const];
    }),
  );

const collectionIn = (representer: Representer, type: string, edition: Edition, parent?: Parent): OfferedCollection => ({
  type,
  operations: representer.collectionOperations(type, "", edition, parent).map(({ rel }) => rel),
});

const inEditions = <T>(of: (edition: Edition) => T): Readonly<Record<Edition, T>> => ({ 1: of(1), 2: of(2) });
