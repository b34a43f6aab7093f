import type { NetworkInterface } from "@aws-sdk/client-ec2";
import { type Context, gather, type WriteContext } from "@cimi-gateway/adapter";
import { policyFault } from "@cimi-gateway/model";
import type { Registered } from "./balancer-known.js";
import type { Member, Wanted } from "./balancer-policies.js";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { placeOf } from "./endpoints.js";
import { interfacePages, readInterfaces } from "./interfaces.js";

/** A listener whose members have addresses. */
export type Placed = Omit<Wanted, "members"> & { readonly members: readonly Registered[] };

/**
 * Members are registered by their addresses, as a target group takes either machines or addresses: the first address of a machine stays for
 * as long as the machine is there. Which they are is decided once.
 */
export async function placed(cloud: Cloud, wanted: readonly Wanted[], context: WriteContext): Promise<readonly Placed[]> {
  const members = wanted.flatMap((one) => one.members);
  const asked = members.some(({ kind }) => kind === "machine" || kind === "interface");
  const found = asked ? await context.step("addresses", { send: () => addressesOf(cloud, members, context) }) : {};
  return wanted.map((one) => ({
    ...one,
    members: one.members.map((member) => ({ ...member, address: ownAddress(member) ?? found[member.id]! })),
  }));
}

const ownAddress = ({ kind, id }: Member): string | undefined =>
  kind === "address" ? id : kind === "endpoint" ? placeOf(id).address : undefined;

type Addresses = { readonly [id: string]: string };

/** By the ids of machines and interfaces. @throws InvalidValue for one without an IPv4 address */
async function addressesOf(cloud: Cloud, members: readonly Member[], context: Context): Promise<Addresses> {
  const of = (kind: Member["kind"]): string[] => [
    ...new Set(members.filter((member) => member.kind === kind).map(({ id }) => id)),
  ];
  const [machines, interfaces] = [of("machine"), of("interface")];
  const [firsts, held] = await Promise.all([
    machines.length === 0 ? [] : gather(firstInterfaces(cloud, machines, context)),
    interfaces.length === 0 ? new Map<string, NetworkInterface>() : readInterfaces(cloud, interfaces, context),
  ]);
  const byMachine = new Map(firsts.map((one) => [one.Attachment?.InstanceId, one]));
  const address = ({ kind, id, name }: Member): string => {
    const found = (kind === "machine" ? byMachine : held).get(id)?.PrivateIpAddress;
    if (found) return found;
    throw policyFault(
      `${id} has no IPv4 address in its first interface; accepted: a machine or an interface that has one`,
      "member",
      name,
    );
  };
  const asked = members.filter(({ kind }) => kind === "machine" || kind === "interface");
  return Object.fromEntries(asked.map((member) => [member.id, address(member)]));
}

const firstInterfaces = (cloud: Cloud, machines: readonly string[], context: Context) =>
  interfacePages(cloud, context, [filter("attachment.instance-id", machines), filter("attachment.device-index", ["0"])]);
