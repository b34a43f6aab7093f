import { InvalidValue, type StringMap, shown, type Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import { holds, toldInSegment } from "./segment.js";
import { hrefOf, isIp } from "./surroundings.js";
import type { Telling } from "./view-type.js";
import { given, type Told, type Wishes } from "./wishes.js";

/** An Address is an endpoint of an Internet protocol. */
export const address: Telling = {
  type: "Address",
  from: {
    ip: "address",
    hostname: "parameters",
    allocation: "origin",
    defaultGateway: "segment",
    dns: "segment",
    protocol: "protocol",
    mask: "segment",
    network: "segment",
    resource: "interface",
  },
  needs: ["address", "protocol"],
  shows: isIp,
  values({ values }, around) {
    const segment = around.at(values.segment);
    return {
      ip: values.address,
      hostname: (values.parameters as StringMap | undefined)?.hostname,
      allocation: ALLOCATIONS[String(values.origin)],
      ...(segment && toldInSegment(segment, around)),
      protocol: values.protocol,
      network: around.networkOf(values),
      resource: around.at(values.interface)?.values.machine,
    };
  },
  within: ({ values }, owner) => hrefOf(values.interface) === owner,
  operations: {},
  made,
  changed({ hostname, ...changes }, { values }) {
    if (hostname === undefined) return { changes };
    const { hostname: _, ...others } = (values.parameters ?? {}) as StringMap;
    const parameters = hostname === null ? others : { ...others, hostname: hostname as string };
    return { changes: { ...changes, parameters: Object.keys(parameters).length === 0 ? null : parameters } };
  },
};

const ALLOCATIONS: Readonly<Record<string, string>> = { STATIC: "static", DYNAMIC: "dynamic" };

/** An endpoint in a segment of the network: the one that holds the address, or else the first of its protocol. */
async function made(held: Values, wishes: Wishes): Promise<Told> {
  const { ip, hostname, protocol } = held as Readonly<Record<string, string | undefined>>;
  const origin = originOf(held);
  const segment = await segmentOf(held, wishes);
  const isOf4 = segment.values.protocol === "IPv4";
  if (hostname !== undefined && !isOf4)
    throw new InvalidValue("is not supported for IPv6 (Table 38); leave it out", ["hostname"]);
  if (protocol !== undefined && protocol.toLowerCase() !== String(segment.values.protocol).toLowerCase())
    throw new InvalidValue(`is another than that of the network's segment, ${segment.values.protocol}`, ["protocol"]);
  const template = given({
    segment: { href: segment.path },
    origin,
    address: ip,
    ...(hostname !== undefined && { parameters: { hostname } }),
  });
  return { template, preview: { protocol: segment.values.protocol, segment: { href: segment.path }, ...given({ address: ip }) } };
}

function originOf({ ip, allocation }: Values): "STATIC" | "DYNAMIC" {
  const asked = String(allocation ?? (ip === undefined ? "dynamic" : "static")).toUpperCase();
  if (asked !== "STATIC" && asked !== "DYNAMIC")
    throw new InvalidValue(`${shown(allocation)} is none; accepted: static, dynamic`, ["allocation"]);
  if (asked === "STATIC" && ip === undefined) throw new InvalidValue("is missing: allocation is static", ["ip"]);
  if (asked === "DYNAMIC" && ip !== undefined)
    throw new InvalidValue("must be absent: allocation is dynamic, so that the provider chooses it", ["ip"]);
  return asked;
}

/** Without a network the address is one by which the cloud is reached from outside: of its external network. */
async function segmentOf(held: Values, { around, existing }: Wishes): Promise<Entity> {
  const network = held.network === undefined ? undefined : await existing(held.network, "Network", "network");
  const outside = around.of("Network").filter(({ values }) => values.external === true);
  const networks = network ? [network] : outside;
  const wanted = String(held.protocol ?? (String(held.ip).includes(":") ? "IPv6" : "IPv4")).toLowerCase();
  const segments = networks
    .flatMap(({ path }) => around.segmentsOf(path))
    .filter(({ values }) => isIp(values) && (held.protocol === undefined || String(values.protocol).toLowerCase() === wanted));
  const chosen = segments.filter((segment) => held.ip === undefined || holds(segment, String(held.ip)));
  const found = chosen.find(({ values }) => String(values.protocol).toLowerCase() === wanted) ?? chosen[0];
  if (found) return found;
  if (segments.length > 0) throw new InvalidValue(`is in no segment of the network ${networks[0]!.path}`, ["ip"]);
  throw new InvalidValue(network ? "has no segment of that protocol" : "is missing: an href to the Network of the address", [
    "network",
  ]);
}
