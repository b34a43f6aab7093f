import type { Filter, NetworkInterface, SecurityGroup } from "@aws-sdk/client-ec2";
import { type Accepted, type Context, gather, type WriteContext } from "@cimi-gateway/adapter";
import { readAddress } from "@cimi-gateway/model";
import { filter, portions } from "./client.js";
import type { Cloud } from "./cloud.js";
import { privateId } from "./endpoints.js";
import { unlessGone } from "./errors.js";
import { changeRules, setRules } from "./firewall-change.js";
import { firewallMembership } from "./firewall-members.js";
import { firewallPolicies } from "./firewall-policies.js";
import { permissionsOf } from "./firewall-rules.js";
import { interfacePages, primaryOf } from "./interfaces.js";
import { firstMarked, markedWith } from "./marked.js";
import { markerOfName, nativeName } from "./native-name.js";
import { inUse, isInUse } from "./network-delete.js";
import { confined, isInside } from "./scope.js";
import type { Service, ServiceKind, ServiceRequest } from "./service.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { type Sent, sent } from "./writes.js";

/** EC2 wants a description and keeps it; what a consumer says is a tag, which can be changed. */
const DESCRIPTION = "made through CIMI";

/** A security group, which filters the interfaces that are in it. It has no segments. */
export const firewall: ServiceKind = {
  type: "Firewall",
  prefix: "sg-",
  async *list(cloud, context) {
    const members = await gather(interfacePages(cloud, context));
    for await (const page of groupPages(cloud, context)) yield page.map((group) => serviceOf(group, members));
  },
  async read(cloud, ids, context) {
    const [groups, members] = await Promise.all([
      gatherPortions(ids, (portion) => groupPages(cloud, context, [filter("group-id", portion)])),
      gatherPortions(ids, (portion) => interfacePages(cloud, context, [filter("group-id", portion)])),
    ]);
    return groups.map((group) => serviceOf(group, members));
  },
  create: createFirewall,
  change: (cloud, id, policies, context) =>
    changeRules(cloud, id, permissionsOf(policies, cloud.settings.firewallRules), () => oneGroup(cloud, id, context), context),
  delete: async (cloud, id, context) => context.step("delete", { send: () => deleteGroup(cloud, id, context) }),
  endpoints: firewallMembership,
};

const gatherPortions = async <T>(
  ids: readonly string[],
  pages: (portion: string[]) => AsyncIterable<readonly T[]>,
): Promise<T[]> => (await Promise.all(portions(ids).map((portion) => gather(pages(portion))))).flat();

/** EC2 makes a group of this name with each network, and takes no other of it. */
const DEFAULT = "default";

function serviceOf(group: SecurityGroup, members: readonly NetworkInterface[]): Service {
  const { GroupId: id = "", GroupName, VpcId, Tags } = group;
  const own = members.filter(({ Groups }) => Groups?.some(({ GroupId }) => GroupId === id));
  return {
    type: "Firewall",
    id,
    tags: Tags,
    title: markerOfName(GroupName) === undefined ? GroupName : undefined,
    state: "STARTED",
    network: VpcId,
    policies: firewallPolicies(group),
    endpoints: own.flatMap((held) => {
      const address = primaryOf(held);
      return address === undefined ? [] : [privateId(held, readAddress(address))];
    }),
    isFixed: GroupName === DEFAULT,
  };
}

async function* groupPages(
  { client, settings: { scope } }: Cloud,
  context: Context,
  filters: readonly Filter[] = [],
): AsyncGenerator<readonly SecurityGroup[]> {
  const pages = client.pages(
    context,
    (ec2, page, sending) => ec2.describeSecurityGroups({ ...confined(scope, filters), ...page }, sending),
    ({ SecurityGroups }) => SecurityGroups,
  );
  for await (const page of pages) yield page.filter(({ VpcId, Tags }) => Boolean(VpcId) && isInside(scope, Tags));
}

/** The one that a call of a step made. */
export const markedGroup = (cloud: Cloud, marker: string, context: Context): Promise<Sent | undefined> =>
  firstMarked(groupPages(cloud, context, [markedWith(marker)]), ({ GroupId }) => GroupId);

async function oneGroup(cloud: Cloud, id: string, context: Context): Promise<SecurityGroup | undefined> {
  return (await gather(groupPages(cloud, context, [filter("group-id", [id])])))[0];
}

/** CreateSecurityGroup has no token; its name, which holds the marker, is unique in the network (PROVIDERS.md, section 4). */
async function createFirewall(cloud: Cloud, request: ServiceRequest, network: string, context: WriteContext): Promise<Accepted> {
  const wanted = permissionsOf(request.template.policies, cloud.settings.firewallRules);
  const made = await context.step("create", {
    send: async ({ marker }) => {
      const tags = newTags(cloud.settings, ["security-group"], marker, request);
      const input = { GroupName: nativeName(marker), Description: DESCRIPTION, VpcId: network, ...tags };
      const answer = await cloud.client.write(context, (ec2, sending) => ec2.createSecurityGroup(input, sending));
      return sent(answer.GroupId, answer);
    },
    find: ({ marker }) => markedGroup(cloud, marker, context),
    undo: async ({ id }) => {
      await deleteGroup(cloud, id, context);
    },
  });
  await setRules(cloud, made.id, wanted, context);
  return { ...made, ...newOverlay(cloud.settings, request) };
}

/** DeleteSecurityGroup. The interfaces that are in it, and the groups that name it, are named. */
async function deleteGroup(cloud: Cloud, id: string, context: Context): Promise<Sent> {
  const { client } = cloud;
  try {
    return sent(id, await client.write(context, (ec2, sending) => ec2.deleteSecurityGroup({ GroupId: id }, sending)));
  } catch (error) {
    if (!isInUse(error)) return unlessGone(error, { id });
    throw inUse("firewall", id, await usersOf(cloud, id, context), error);
  }
}

async function usersOf({ client }: Cloud, id: string, context: Context): Promise<readonly string[]> {
  const Filters = [filter("group-id", [id])];
  const naming = ["ip-permission.group-id", "egress.ip-permission.group-id"].map((name) => [filter(name, [id])]);
  const [interfaces, ...groups] = await Promise.all([
    client.read(context, (ec2, sending) => ec2.describeNetworkInterfaces({ Filters }, sending)),
    ...naming.map((held) => client.read(context, (ec2, sending) => ec2.describeSecurityGroups({ Filters: held }, sending))),
  ]);
  const others = groups.flatMap(({ SecurityGroups }) => SecurityGroups?.flatMap(({ GroupId }) => GroupId ?? []) ?? []);
  const own = interfaces.NetworkInterfaces?.flatMap(({ NetworkInterfaceId }) => NetworkInterfaceId ?? []) ?? [];
  return [...own, ...new Set(others.filter((other) => other !== id))];
}
