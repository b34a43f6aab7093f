import { type Context, gather, reference } from "@cimi-gateway/adapter";
import { type Inside, type Policies, readAddress, type StringMap, writePolicies } from "@cimi-gateway/model";
import { sharingIn } from "./balancer-attributes.js";
import { healthOf } from "./balancer-health.js";
import { type Known, knownOf } from "./balancer-known.js";
import type { Member } from "./balancer-policies.js";
import type { Balancer, Target } from "./balancers.js";
import { filter, portions } from "./client.js";
import type { Cloud } from "./cloud.js";
import { privateId } from "./endpoints.js";
import { addressesOf, interfacePages } from "./interfaces.js";
import type { Service } from "./service.js";
import { balancerState } from "./states.js";

type Taken = Policies<"Load Balancer">;

/** One call for each 200 addresses that get clients without being members of the policies: whose endpoints they are. */
export async function servicesOf(cloud: Cloud, balancers: readonly Balancer[], context: Context): Promise<readonly Service[]> {
  const known = new Map(balancers.map((balancer) => [balancer, knownOf(balancer)]));
  const loose = balancers.flatMap((balancer) =>
    known.get(balancer)!.flatMap((one) => one.loose.map(({ id }) => ({ id, network: balancer.native.VpcId ?? "" }))),
  );
  const endpoints = await endpointsAt(cloud, loose, context);
  return balancers.map((balancer) => serviceOf(balancer, known.get(balancer)!, endpoints));
}

const placeIn = (network: string | undefined, address: string): string => `${network} ${address}`;

/** The endpoints at addresses, by their network and address. */
async function endpointsAt(
  cloud: Cloud,
  loose: readonly { readonly id: string; readonly network: string }[],
  context: Context,
): Promise<ReadonlyMap<string, string>> {
  const addresses = loose.filter(({ id }) => !isMachine(id));
  const networks = [...new Set(addresses.map(({ network }) => network))];
  const pages = portions(addresses.map(({ id }) => id)).map((portion) => {
    const filters = [filter("vpc-id", networks), filter("addresses.private-ip-address", portion)];
    return gather(interfacePages(cloud, context, filters));
  });
  const held = (await Promise.all(pages)).flat();
  return new Map(
    held.flatMap((one) =>
      addressesOf(one).map(
        (address) => [placeIn(one.VpcId, readAddress(address)), privateId(one, readAddress(address))] as const,
      ),
    ),
  );
}

const isMachine = (id: string): boolean => id.startsWith("i-");

function serviceOf({ native, tags }: Balancer, known: readonly Known[], endpoints: ReadonlyMap<string, string>): Service {
  const endpointOf = (one: Known, { id, port }: Target): string | undefined =>
    one.pool === undefined && (port === undefined || port === one.heard.group.Port)
      ? endpoints.get(placeIn(native.VpcId, id))
      : undefined;
  const served = known.flatMap((one) => one.loose.flatMap((target) => endpointOf(one, target) ?? []));
  return {
    type: "Load Balancer",
    id: native.LoadBalancerArn ?? "",
    tags,
    title: native.LoadBalancerName,
    state: balancerState(native.State?.Code),
    network: native.VpcId,
    policies: policiesOf(native, known, (one, target) => endpointOf(one, target) === undefined),
    endpoints: [...new Set(served)],
    segments: (native.AvailabilityZones ?? []).flatMap(({ SubnetId }) => SubnetId ?? []),
    dnsName: native.DNSName,
  };
}

type IsMember = (one: Known, target: Target) => boolean;

function policiesOf(
  { Scheme, AvailabilityZones = [] }: Balancer["native"],
  known: readonly Known[],
  isMember: IsMember,
): StringMap {
  const allocated = AvailabilityZones.flatMap(({ LoadBalancerAddresses = [] }) => LoadBalancerAddresses);
  const external = allocated.flatMap(({ AllocationId }) =>
    AllocationId ? [{ kind: "endpoint", value: reference("ProtocolEndpoint", AllocationId) } as const] : [],
  );
  const members = known.flatMap((one) => [
    ...one.members.map((member) => [member.name, memberOf(member, one)] as const),
    ...one.loose.filter((target) => isMember(one, target)).map((target) => looseMember(target, one)),
  ]);
  const checks = [...new Map(known.map((one) => [one.pool, one])).values()].map(healthOf);
  return writePolicies("Load Balancer", {
    ...(known.length > 0 && { listener: Object.fromEntries(known.map((one) => [one.name, listenerOf(one)])) }),
    ...(members.length > 0 && { member: Object.fromEntries(members) }),
    ...(checks.length > 0 && { health: Object.fromEntries(checks) }),
    ...(external.length > 0 && { external }),
    scope: Scheme === "internal" ? "internal" : "internet",
  });
}

type TakenListener = NonNullable<Taken["listener"]>[string];

function listenerOf({ pool, heard: { listener, group, attributes } }: Known): TakenListener {
  const { Port: port = 0, Protocol, Certificates = [] } = listener;
  const [protocol, speaking] = [Protocol, group.Protocol].map((native) => native?.toLowerCase());
  const certificates = Certificates.flatMap(({ CertificateArn }) =>
    CertificateArn ? [{ kind: "name", value: CertificateArn } as const] : [],
  );
  return {
    protocol: protocol as TakenListener["protocol"],
    ports: [{ first: port, last: port }],
    ...(group.Port !== undefined && group.Port !== port && { to: group.Port }),
    ...(speaking !== protocol && { speaking: speaking as NonNullable<TakenListener["speaking"]> }),
    ...(pool !== undefined && { pool }),
    ...sharingIn(attributes),
    ...(certificates.length > 0 && { certificates }),
  };
}

const TYPES = { endpoint: "ProtocolEndpoint", interface: "NetworkInterface", machine: "Machine" } as const;

const targetOf = ({ kind, id }: Pick<Member, "kind" | "id">): Inside =>
  kind === "address" ? { kind, value: id } : { kind, value: reference(TYPES[kind], id) };

type TakenMember = NonNullable<Taken["member"]>[string];

const memberOf = (member: Pick<Member, "kind" | "id" | "port">, { pool }: Known): TakenMember => ({
  target: targetOf(member),
  ...(member.port !== undefined && { port: member.port }),
  ...(pool !== undefined && { pool }),
});

/** One that somebody registered past the gateway is named by what it is. */
function looseMember({ id, port }: Target, known: Known): readonly [string, TakenMember] {
  const isOwn = port !== undefined && port !== known.heard.group.Port;
  const member = { kind: isMachine(id) ? "machine" : "address", id, ...(isOwn && { port }) } as const;
  return [isOwn ? `${id}:${port}` : id, memberOf(member, known)];
}
