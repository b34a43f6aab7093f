import { InvalidValue, type Reference } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import { isIp, isRouting, type Surroundings } from "./surroundings.js";
import type { Membership, Telling } from "./view-type.js";

/** A ForwardingGroup is a service for IP Routing; its networks are those of the segments between which it routes. */
export const forwardingGroup: Telling = {
  type: "ForwardingGroup",
  from: { networks: "segments" },
  needs: ["type", "segments"],
  shows: isRouting,
  values: ({ path }, around) => ({ networks: around.networksOf(path).map((href) => ({ href })) }),
  operations: {},
  creatable: ({ collections }) => (collections as Collections | undefined)?.segments?.insert !== undefined,
  async made({ networks = [] }, { around, existing }) {
    const found: Entity[] = [];
    for (const held of networks as readonly Reference[]) found.push(await existing(held, "Network", "networks"));
    if (found.length === 0) throw new InvalidValue("is missing: the networks that are to reach each other", ["networks"]);
    const segments = found.flatMap(({ path }) => routable(path, around));
    return {
      template: {
        type: "IP Routing",
        network: { href: found[0]!.path },
        segments: segments.map(({ path }) => ({ href: path })),
      },
      preview: { type: "IP Routing" },
    };
  },
  changed({ networks, ...changes }, { path }, around) {
    if (networks === undefined) return { changes };
    const before = new Set(around.networksOf(path));
    const after = new Set(((networks ?? []) as readonly Reference[]).map(({ href }) => href!));
    const left = [...before].filter((network) => !after.has(network));
    const entered = [...after].filter((network) => !before.has(network));
    const members = around.members.get(path) ?? [];
    return {
      changes,
      members: [
        ...left
          .flatMap((network) => around.segmentsOf(network))
          .filter((segment) => members.includes(segment.path))
          .map(change("remove")),
        ...entered.flatMap((network) => routable(network, around)).map(change("insert")),
      ],
    };
  },
};

type Collections = Readonly<Record<string, { insert?: unknown } | undefined>>;

const change =
  (kind: Membership["kind"]) =>
  (item: Entity): Membership => ({ kind, attribute: "segments", item });

/** The segments between which packets can be routed. */
export function routable(network: string, around: Surroundings): readonly Entity[] {
  const segments = around.segmentsOf(network).filter(({ values }) => isIp(values));
  if (segments.length === 0) throw new InvalidValue(`${network} has no segment of IPv4 or IPv6 to route to`, ["networks"]);
  return segments;
}

/** The group of a network: of those that route to it, the one that joins the most networks. */
export function groupOf(network: string, around: Surroundings): Reference | undefined {
  const groups = around
    .of("NetworkService")
    .filter(({ path, values }) => isRouting(values) && around.networksOf(path).includes(network))
    .sort((a, b) => around.networksOf(b.path).length - around.networksOf(a.path).length);
  return groups[0] && { href: `forwardingGroups/${encodeURIComponent(groups[0].id)}` };
}
