import type { Source } from "../read/source.js";

/** The attributes that edition 1 tells of Networks, each with what a cloud needs to have for it. */
const OF_NETWORKS: Readonly<Record<string, (sources: ReadonlyMap<string, Source>) => boolean>> = {
  networkType: (sources) => "external" in sources.get("Network")!.adapter.attributes,
  mtu: (sources) => sources.has("ProtocolSegment"),
  classOfService: () => true,
  networkPorts: (sources) => sources.has("NetworkPort"),
  forwardingGroup: (sources) => sources.has("ForwardingGroup"),
};

/** The attributes that edition 1 has on a cloud, of a type that both editions have, beyond those that the adapter maps. */
export const toldInFirst = (type: string, sources: ReadonlyMap<string, Source>): ReadonlySet<string> =>
  type === "Network" && sources.has(type)
    ? new Set(Object.entries(OF_NETWORKS).flatMap(([key, isTold]) => (isTold(sources) ? [key] : [])))
    : NONE;

const NONE: ReadonlySet<string> = new Set();
