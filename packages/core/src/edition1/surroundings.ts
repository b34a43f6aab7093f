import type { Reference, Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";

/** The types in which the network of edition 2 consists, by which edition 1's resources are told. */
export const TOPOLOGY = ["Network", "ProtocolSegment", "ProtocolEndpoint", "NetworkInterface", "NetworkService"] as const;

export type Topology = (typeof TOPOLOGY)[number];

export const hrefOf = (held: unknown): string | undefined => (held as Reference | undefined)?.href;

export const isIp = ({ protocol }: Values): boolean => protocol === "IPv4" || protocol === "IPv6";
export const isEthernet = ({ protocol }: Values): boolean => protocol === "Ethernet";
export const isRouting = ({ type }: Values): boolean => type === "IP Routing";

/** All networks of a cloud with what is in them, as one look at their lists found them. It is never changed. */
export class Surroundings {
  readonly #byPath = new Map<string, Entity>();
  readonly #segments: ReadonlyMap<string, readonly Entity[]>;
  readonly #endpoints: ReadonlyMap<string, readonly Entity[]>;

  /**
   * @param lists by type; a type that the cloud does not have may be missing
   * @param members the paths of the segments, by the path of the service that serves them
   */
  constructor(
    readonly lists: ReadonlyMap<string, readonly Entity[]>,
    readonly members: ReadonlyMap<string, readonly string[]>,
  ) {
    for (const entities of lists.values()) for (const entity of entities) this.#byPath.set(entity.path, entity);
    this.#segments = groupedBy("network", this.of("ProtocolSegment"));
    this.#endpoints = groupedBy("interface", this.of("ProtocolEndpoint"));
  }

  of(type: Topology): readonly Entity[] {
    return this.lists.get(type) ?? [];
  }

  /** What a reference leads to; undefined where there is none, or nothing is there. */
  at(held: unknown): Entity | undefined {
    return this.#byPath.get(hrefOf(held) ?? "");
  }

  segmentsOf(network: string): readonly Entity[] {
    return this.#segments.get(network) ?? [];
  }

  endpointsOf(networkInterface: string): readonly Entity[] {
    return this.#endpoints.get(networkInterface) ?? [];
  }

  /** The network of an endpoint: that of its segment; where it has none, that of the addresses on its interface. */
  networkOf({ segment, interface: held }: Values): Reference | undefined {
    const own = this.at(segment)?.values.network as Reference | undefined;
    return own ?? this.networkBehind(this.endpointsOf(hrefOf(held) ?? ""));
  }

  /** The network to which endpoints lead: one inside the cloud, where an address outside of it is associated as well (5.16.1). */
  networkBehind(endpoints: readonly Entity[]): Reference | undefined {
    const found = endpoints.flatMap(({ values }) => this.at(values.segment)?.values.network ?? []) as readonly Reference[];
    return found.find((network) => this.at(network)?.values.external !== true) ?? found[0];
  }

  /** The networks that a routing service joins, in the order of their paths. */
  networksOf(service: string): readonly string[] {
    const segments = (this.members.get(service) ?? []).map((href) => this.at({ href })?.values.network);
    return [...new Set(segments.flatMap((network) => hrefOf(network) ?? []))].sort();
  }
}

function groupedBy(key: string, entities: readonly Entity[]): ReadonlyMap<string, readonly Entity[]> {
  const groups = new Map<string, Entity[]>();
  for (const entity of entities) {
    const owner = hrefOf(entity.values[key]);
    if (owner === undefined) continue;
    const group = groups.get(owner) ?? [];
    group.push(entity);
    groups.set(owner, group);
  }
  return groups;
}
