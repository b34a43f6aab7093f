import type { RouteTable } from "@aws-sdk/client-ec2";
import { type Accepted, type Context, gather, type WriteContext } from "@cimi-gateway/adapter";
import { filter, portions } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { changeRoutes, namesTag, setRoutes } from "./route-change.js";
import { changeLearning, isLearning } from "./route-learning.js";
import { oneTable, tablePages } from "./route-tables.js";
import { routingPolicies, wantedRoutes } from "./routes.js";
import { associate, disassociate, routingMembership } from "./routing-members.js";
import { ipv6Id } from "./segments.js";
import type { Service, ServiceKind, ServiceRequest } from "./service.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { type Sent, sent } from "./writes.js";

/** A route table, which subnets are associated with. */
export const ipRouting: ServiceKind = {
  type: "IP Routing",
  prefix: "rtb-",
  async *list(cloud, context) {
    for await (const page of tablePages(cloud, context)) yield page.map(serviceOf);
  },
  async read(cloud, ids, context) {
    const pages = portions(ids).map((portion) => gather(tablePages(cloud, context, [filter("route-table-id", portion)])));
    return (await Promise.all(pages)).flat().map(serviceOf);
  },
  create: createTable,
  async change(cloud, id, policies, context) {
    const wanted = wantedRoutes(policies);
    await changeLearning(cloud, id, isLearning(policies), context);
    await changeRoutes(cloud, id, wanted, () => oneTable(cloud, id, context), context);
  },
  delete: deleteTable,
  segments: routingMembership,
};

export const isMain = ({ Associations = [] }: RouteTable): boolean => Associations.some(({ Main }) => Main === true);

/** The subnets that are associated with it by themselves; a route table is for both versions of the Internet Protocol. */
const subnetsIn = ({ Associations = [] }: RouteTable): readonly string[] =>
  Associations.flatMap(({ Main, SubnetId }) => (Main !== true && SubnetId ? [SubnetId] : []));

function serviceOf(table: RouteTable): Service {
  return {
    type: "IP Routing",
    id: table.RouteTableId ?? "",
    tags: table.Tags,
    state: "STARTED",
    network: table.VpcId,
    policies: routingPolicies(table, isMain(table)),
    segments: subnetsIn(table).flatMap((id) => [id, ipv6Id(id)]),
    isFixed: isMain(table),
  };
}

/** CreateRouteTable, whose ClientToken makes a repeat harmless (PROVIDERS.md, section 4), then a call for each route. */
async function createTable(cloud: Cloud, request: ServiceRequest, network: string, context: WriteContext): Promise<Accepted> {
  const wanted = wantedRoutes(request.template.policies);
  const made = await context.step("create", {
    send: async ({ token, marker }) => {
      const tags = newTags(cloud.settings, ["route-table"], marker, request, namesTag(wanted));
      const answer = await cloud.client.write(context, (ec2, sending) =>
        ec2.createRouteTable({ VpcId: network, ClientToken: token, ...tags }, sending),
      );
      return sent(answer.RouteTable?.RouteTableId, answer);
    },
    undo: async ({ id }) => {
      await discard(cloud, id, context);
    },
  });
  await setRoutes(cloud, made.id, wanted, context);
  if (isLearning(request.template.policies)) await changeLearning(cloud, made.id, true, context);
  return { ...made, ...newOverlay(cloud.settings, request) };
}

/** DeleteRouteTable takes its routes with it. */
async function discard({ client }: Cloud, id: string, context: Context): Promise<Sent> {
  return client
    .write(context, (ec2, sending) => ec2.deleteRouteTable({ RouteTableId: id }, sending))
    .then(
      (answer) => sent(id, answer),
      (error) => unlessGone(error, { id }),
    );
}

/** The segments that it served are routed by the main table from then on: EC2 wants their associations ended first. */
async function deleteTable(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  const segments = await context.step("segments", { send: async () => subnetsIn(await oneTable(cloud, id, context)) });
  for (const segment of segments)
    await context.step(`release ${segment}`, {
      send: () => disassociate(cloud, id, segment, context),
      undo: async () => {
        await associate(cloud, id, segment, context);
      },
    });
  return context.step("delete", { send: () => discard(cloud, id, context) });
}
