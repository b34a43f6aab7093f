import { EDITIONS, type Edition, type Model, model } from "@cimi-gateway/model";
import { type CapabilityValue, capabilitiesIn } from "./metadata.js";
import type { Representer } from "./represent.js";
import type { Service } from "./session.js";

const described: Model = model;

/** What consumers find of one type on one cloud, whatever the state of a single resource. */
export interface Offer {
  readonly type: string;
  /** The gateway stores these resources itself. */
  readonly kept: boolean;
  /** The attributes that the cloud tells, by their names in the model. */
  readonly attributes: ReadonlySet<string>;
  readonly add: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
  /** The custom operations, by edition. */
  readonly operations: Readonly<Record<Edition, readonly string[]>>;
  readonly capabilities: Readonly<Record<string, CapabilityValue>>;
}

/** The offers of one cloud by type; what is missing is not in its Cloud Entry Point. */
export type Offers = ReadonlyMap<string, Offer>;

/** What the absences of an adapter, and the access that is configured, leave of the model. */
export const offersOf = ({ cloud, limits, representer }: Pick<Service, "cloud" | "limits" | "representer">): Offers =>
  new Map(
    [...cloud.sources.values()].map(({ type, adapter, kept }) => {
      const full = cloud.access === "full";
      const offer = {
        type,
        kept,
        attributes: new Set(["id", ...Object.keys(adapter.attributes)]),
        add: full && adapter.create !== undefined,
        edit: full && adapter.update !== undefined,
        delete: full && adapter.delete !== undefined,
        operations: operationsOf(representer, type),
        capabilities: capabilitiesIn(described[type]!, cloud.sources, limits),
      };
      return [type, offer] as const;
    }),
  );

const operationsOf = (representer: Representer, type: string): Offer["operations"] => {
  const [first, second] = EDITIONS.map((edition) => representer.operationNames(type, edition));
  return { 1: first!, 2: second! };
};
