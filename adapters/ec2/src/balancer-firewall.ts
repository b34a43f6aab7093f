import type { Context, WriteContext } from "@cimi-gateway/adapter";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { markedGroup } from "./firewall.js";
import { unlessDuplicate } from "./firewall-change.js";
import { EVERYWHERE } from "./firewall-permissions.js";
import { nativeName } from "./native-name.js";
import { newTags } from "./tag-writing.js";
import { until } from "./vpn-gateways.js";
import { sent } from "./writes.js";

/**
 * An application load balancer is behind a security group, and in the one of the network that lets nobody in where none is named
 * (its user guide, "Security groups"). What it has instead lets everybody in: nothing hears but its listeners, as it is with a network
 * load balancer.
 */
export async function openGroup(cloud: Cloud, network: string, context: WriteContext): Promise<string> {
  const { id } = await context.step("firewall", {
    send: async ({ marker }) => {
      const tags = newTags(cloud.settings, ["security-group"], marker, {});
      const input = { GroupName: nativeName(marker), Description: "made through CIMI", VpcId: network, ...tags };
      const answer = await cloud.client.write(context, (ec2, sending) => ec2.createSecurityGroup(input, sending));
      return sent(answer.GroupId, answer);
    },
    find: ({ marker }) => markedGroup(cloud, marker, context),
    undo: ({ id: made }) => dropGroup(cloud, made, context),
  });
  await context.step("open", {
    send: async () => {
      const IpPermissions = [{ IpProtocol: "tcp", FromPort: 0, ToPort: 65_535, IpRanges: [{ CidrIp: EVERYWHERE.IPv4 }] }];
      await cloud.client
        .write<unknown>(context, (ec2, sending) => ec2.authorizeSecurityGroupIngress({ GroupId: id, IpPermissions }, sending))
        .catch(unlessDuplicate);
      return undefined;
    },
  });
  return id;
}

/** DeleteSecurityGroup, once the interfaces of a balancer that has gone let go of it, which takes minutes. */
export async function dropGroup({ client }: Cloud, GroupId: string, context: Context): Promise<void> {
  const Filters = [filter("group-id", [GroupId])];
  const isFree = async (): Promise<boolean> => {
    const held = await client.read(context, (ec2, sending) => ec2.describeNetworkInterfaces({ Filters }, sending));
    return (held.NetworkInterfaces ?? []).length === 0;
  };
  await until(`let go of ${GroupId}`, isFree, context);
  await client
    .write<unknown>(context, (ec2, sending) => ec2.deleteSecurityGroup({ GroupId }, sending))
    .catch((error) => unlessGone(error, undefined));
}
