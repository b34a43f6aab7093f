import { InvalidValue, prefixContains, type StringMap, shown, type Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import { groupOf } from "./forwarding-group.js";
import { prefixOf } from "./segment.js";
import { isEthernet, type Surroundings } from "./surroundings.js";
import { given, type Told, type Wishes } from "./wishes.js";

/** What edition 1 has of a Network beyond edition 2. classOfService stands in the values where the gateway keeps one. */
export function networkValues({ path, values }: Entity, around: Surroundings): Values {
  const mtu = around
    .segmentsOf(path)
    .filter((segment) => isEthernet(segment.values))
    .map((segment) => Number((segment.values.parameters as StringMap | undefined)?.mtu))
    .find(Number.isInteger);
  return {
    networkType: values.external === true ? "PUBLIC" : "PRIVATE",
    mtu,
    networkPorts: { href: `${path}/networkPorts` },
    forwardingGroup: groupOf(path, around),
  };
}

/** The words of edition 1 in a NetworkTemplate. */
export const FIRST = ["networkConfig", "forwardingGroup"] as const;

/**
 * An Ethernet segment carries the mtu where one is asked for. Edition 1 has no word for a segment, and without one of IPv4 nothing could
 * ever be in the network: a private network gets one, in a range that no other segment has. Addresses outside are the provider's.
 */
export async function networkMade(held: Values, wishes: Wishes): Promise<Told & { readonly group?: Entity }> {
  const { networkConfig, forwardingGroup, ...rest } = held;
  const config =
    networkConfig === undefined ? {} : await wishes.configuration(networkConfig, "NetworkConfiguration", "networkConfig");
  const group =
    forwardingGroup === undefined ? undefined : await wishes.existing(forwardingGroup, "ForwardingGroup", "forwardingGroup");
  const isPublic = rest.external === true || config.networkType === "PUBLIC";
  if (config.mtu !== undefined && !wishes.makes("ProtocolSegment"))
    throw new InvalidValue("is not supported: this cloud makes no Ethernet that could carry it", ["networkConfig", "mtu"]);
  if (isPublic && !wishes.has("Network", "external"))
    throw new InvalidValue(`${shown("PUBLIC")} is not supported here; accepted: PRIVATE`, ["networkConfig", "networkType"]);
  return {
    template: {
      ...rest,
      ...(isPublic && { external: true }),
      ...segments(rest, config, isPublic, wishes),
    },
    overlay: given({ classOfService: config.classOfService }),
    ...(group && { group }),
  };
}

function segments(
  { segmentTemplates = [], segments: joined = [] }: Values,
  config: Values,
  isPublic: boolean,
  wishes: Wishes,
): Values {
  const own = segmentTemplates as readonly unknown[];
  const isPlaced = own.length > 0 || (joined as readonly unknown[]).length > 0;
  const made = [
    ...own,
    ...(config.mtu === undefined ? [] : [segment({ protocol: "Ethernet", parameters: { mtu: String(config.mtu) } })]),
    ...(isPublic || isPlaced || !wishes.makes("ProtocolSegment") ? [] : [segment(freeRange(wishes.around))]),
  ];
  return made.length === 0 ? {} : { segmentTemplates: made };
}

const segment = (value: Values) => ({ value });

/** Ranges of 4096 addresses from the private block 10.0.0.0/8 (RFC 1918). */
const LENGTH = 20;
const MASK = "255.255.240.0";
const RANGES = 4096;

function freeRange(around: Surroundings): Values {
  const taken = around.of("ProtocolSegment").flatMap((held) => prefixOf(held) ?? []);
  for (let count = 0; count < RANGES; count++) {
    const subnetAddress = `10.${count >> 4}.${(count & 15) << 4}.0`;
    const prefix = `${subnetAddress}/${LENGTH}`;
    if (taken.every((other) => !prefixContains(prefix, other) && !prefixContains(other, prefix)))
      return { protocol: "IPv4", parameters: { subnetAddress, netmask: MASK } };
  }
  throw new InvalidValue("no private range is free; delete networks, or give segments of your own in edition 2");
}
