import { type Accepted, type Context, gather, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { inUse, isInUse } from "./network-delete.js";
import { ipv6Id, isDual, isIpv6, subnetOf } from "./segments.js";
import { ipv6BlockOf, oneSubnet } from "./subnets.js";
import { act, type Sent, sent } from "./writes.js";

/**
 * A subnet with both protocols loses IPv6 by itself, and IPv4 never (EC2 user guide, "IPv6 support for your VPC"); the last segment takes
 * the subnet with it.
 */
export async function deleteSegment(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  const subnetId = subnetOf(id);
  const association = await context.step("protocols", { send: () => associationAt(cloud, id, context) });
  if (association !== "") {
    await act(cloud.client, context, "delete", id, (ec2, sending) =>
      ec2.disassociateSubnetCidrBlock({ AssociationId: association }, sending),
    );
    return { id };
  }
  const gone = await context.step("delete", { send: () => removeSubnet(cloud, subnetId, context) });
  return { ...gone, id };
}

/** The association to end; empty where the subnet itself goes. */
async function associationAt(cloud: Cloud, id: string, context: Context): Promise<string> {
  const subnet = await oneSubnet(cloud, subnetOf(id), context);
  if (!isDual(subnet)) return "";
  if (!isIpv6(id))
    throw new ProviderFault(
      "conflict",
      `the subnet ${id} also carries IPv6, and EC2 cannot take IPv4 from it; delete the segment ${ipv6Id(id)} first`,
    );
  return ipv6BlockOf(subnet)?.AssociationId ?? "";
}

/** DeleteSubnet. What is in it is named. */
export async function removeSubnet({ client }: Cloud, id: string, context: Context): Promise<Sent> {
  try {
    return sent(id, await client.write(context, (ec2, sending) => ec2.deleteSubnet({ SubnetId: id }, sending)));
  } catch (error) {
    if (!isInUse(error)) return unlessGone(error, { id });
    const Filters = [filter("subnet-id", [id])];
    const users = client.pages(
      context,
      (ec2, page, sending) => ec2.describeNetworkInterfaces({ Filters, ...page }, sending),
      ({ NetworkInterfaces }) => NetworkInterfaces?.flatMap(({ NetworkInterfaceId }) => NetworkInterfaceId ?? []),
    );
    throw inUse("segment", id, await gather(users), error);
  }
}
