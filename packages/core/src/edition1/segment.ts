import {
  addressFamily,
  lengthOfNetmask,
  netmaskOf,
  prefixAround,
  prefixContains,
  readPolicies,
  type StringMap,
  type Values,
} from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import type { Surroundings } from "./surroundings.js";

const parametersOf = ({ values }: Entity): StringMap => (values.parameters ?? {}) as StringMap;
const policiesOf = ({ values }: Entity): StringMap => (values.policies ?? {}) as StringMap;

/** What an Address is told by its segment: the mask; by a DHCP service, or a gateway, of it: where packets go, and who knows names. */
export function toldInSegment(segment: Entity, around: Surroundings): Values {
  const services = around.of("NetworkService");
  const told = services.filter(({ path, values }) => values.type === "DHCP" && around.members.get(path)?.includes(segment.path));
  const listed = (key: string) => told.flatMap((service) => addressesIn(policiesOf(service)[key], segment));
  const [defaultGateway] = [...listed("routers"), ...services.flatMap((service) => gatewaysIn(service, segment))];
  return { mask: maskOf(segment), defaultGateway, dns: listed("dnsServers") };
}

/** Those of the segment's protocol; the list may hold words and names as well. */
function addressesIn(list: string | undefined, { values }: Entity): readonly string[] {
  const entries = (list ?? "").split(",").map((entry) => entry.trim());
  return entries.filter((entry) => ADDRESS.test(entry) && `IPv${addressFamily(entry)}` === values.protocol);
}

const ADDRESS = /^[0-9a-f.]*[:.][0-9a-f:.]*$/i;

/** The addresses that a gateway has in a segment to which it is attached. */
function gatewaysIn(service: Entity, segment: Entity): readonly string[] {
  if (service.values.type !== "Gateway") return [];
  const { attachment = {} } = readPolicies("Gateway", policiesOf(service));
  return Object.values(attachment).flatMap(({ attached, address }) =>
    attached.kind === "segment" && attached.value.href === segment.path ? (address ?? []) : [],
  );
}

function maskOf(segment: Entity): string | undefined {
  const { netmask, prefixLength } = parametersOf(segment);
  return netmask ?? (prefixLength === undefined ? undefined : netmaskOf(Number(prefixLength), 6));
}

/** The prefix of a segment; undefined where it does not tell one. */
export function prefixOf(segment: Entity): string | undefined {
  const { subnetAddress, netmask, prefixLength } = parametersOf(segment);
  const length = prefixLength ?? (netmask === undefined ? undefined : lengthOfNetmask(netmask));
  return subnetAddress === undefined || length === undefined ? undefined : prefixAround(subnetAddress, Number(length));
}

/** Whether an address can be in a segment; of one that tells no prefix the cloud will say. */
export function holds(segment: Entity, ip: string): boolean {
  const prefix = prefixOf(segment);
  return prefix === undefined || prefixContains(prefix, ip);
}
