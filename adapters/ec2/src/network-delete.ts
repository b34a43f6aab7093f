import { type Context, gather, ProviderFault } from "@cimi-gateway/adapter";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { type Sent, sent } from "./writes.js";

/** DeleteVpc, which takes the main route table and the default security group with it. What else uses the network is named. */
export async function deleteNetwork(cloud: Cloud, id: string, context: Context): Promise<Sent> {
  try {
    return sent(id, await cloud.client.write(context, (ec2, sending) => ec2.deleteVpc({ VpcId: id }, sending)));
  } catch (error) {
    if (!isInUse(error)) return unlessGone(error, { id });
    throw inUse("network", id, await usersOf(cloud, id, context), error);
  }
}

/** EC2's word for what is used by something else. */
export const isInUse = (error: unknown): error is ProviderFault =>
  error instanceof ProviderFault && error.code === "DependencyViolation";

/** A conflict that says by what something is used. */
export const inUse = (what: string, id: string, users: readonly string[], cause: ProviderFault): ProviderFault =>
  new ProviderFault(
    "conflict",
    users.length === 0 ? cause.message : `the ${what} ${id} is used by ${users.join(", ")}; delete or detach these first`,
    { code: cause.code, requestId: cause.requestId, cause },
  );

/** What keeps a VPC from being deleted (EC2 user guide, "Delete your VPC"). Whatever the scope: a hidden user holds it, too. */
async function usersOf({ client }: Cloud, vpc: string, context: Context): Promise<readonly string[]> {
  const own = { Filters: [filter("vpc-id", [vpc])] };
  const attached = { Filters: [filter("attachment.vpc-id", [vpc])] };
  const lists = await Promise.all([
    gather(
      client.pages(
        context,
        (ec2, page, sending) => ec2.describeSubnets({ ...own, ...page }, sending),
        ({ Subnets }) => Subnets?.map(({ SubnetId }) => SubnetId),
      ),
    ),
    gather(
      client.pages(
        context,
        (ec2, page, sending) => ec2.describeNetworkInterfaces({ ...own, ...page }, sending),
        ({ NetworkInterfaces }) => NetworkInterfaces?.map(({ NetworkInterfaceId }) => NetworkInterfaceId),
      ),
    ),
    gather(
      client.pages(
        context,
        (ec2, page, sending) => ec2.describeInternetGateways({ ...attached, ...page }, sending),
        ({ InternetGateways }) => InternetGateways?.map(({ InternetGatewayId }) => InternetGatewayId),
      ),
    ),
    gather(
      client.pages(
        context,
        (ec2, page, sending) => ec2.describeSecurityGroups({ ...own, ...page }, sending),
        ({ SecurityGroups }) => SecurityGroups?.filter(({ GroupName }) => GroupName !== "default").map(({ GroupId }) => GroupId),
      ),
    ),
    gather(
      client.pages(
        context,
        (ec2, page, sending) => ec2.describeRouteTables({ ...own, ...page }, sending),
        ({ RouteTables }) =>
          RouteTables?.filter(({ Associations }) => !Associations?.some(({ Main }) => Main)).map(
            ({ RouteTableId }) => RouteTableId,
          ),
        100,
      ),
    ),
    client
      .read(context, (ec2, sending) => ec2.describeVpnGateways(attached, sending))
      .then(({ VpnGateways }) => VpnGateways?.map(({ VpnGatewayId }) => VpnGatewayId)),
  ]);
  return lists.flatMap((ids) => (ids ?? []).flatMap((id) => id ?? []));
}
