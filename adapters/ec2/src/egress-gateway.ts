import type { EgressOnlyInternetGateway } from "@aws-sdk/client-ec2";
import type { Accepted, Context, WriteContext } from "@cimi-gateway/adapter";
import { gather } from "@cimi-gateway/adapter";
import { writePolicies } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { gatewayKind } from "./gateway.js";
import { confined, isInside } from "./scope.js";
import type { Service, ServiceKind, ServiceRequest } from "./service.js";
import { gatewayState } from "./states.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { type Sent, sent } from "./writes.js";

/** The most on a page (EC2 API reference, DescribeEgressOnlyInternetGateways), which has no filter on ids. */
const PAGE = 255;

/** An egress-only internet gateway: connections of IPv6 that begin inside. */
export const egressGateway: ServiceKind = {
  type: "Gateway",
  prefix: "eigw-",
  isMeant: (request) => gatewayKind(request) === "egress-only",
  async *list(cloud, context) {
    for await (const page of pages(cloud, context)) yield page.map(serviceOf);
  },
  async read(cloud, ids, context) {
    const all = (await gather(pages(cloud, context))).map(serviceOf);
    return all.filter(({ id }) => ids.includes(id));
  },
  create,
  delete: async (cloud, id, context) => context.step("delete", { send: () => discard(cloud, id, context) }),
};

function serviceOf({ EgressOnlyInternetGatewayId = "", Attachments = [], Tags }: EgressOnlyInternetGateway): Service {
  return {
    type: "Gateway",
    id: EgressOnlyInternetGatewayId,
    tags: Tags,
    state: gatewayState(Attachments[0]?.State),
    network: Attachments[0]?.VpcId,
    policies: writePolicies("Gateway", { kind: "egress-only" }),
  };
}

async function* pages(
  { client, settings: { scope } }: Cloud,
  context: Context,
): AsyncGenerator<readonly EgressOnlyInternetGateway[]> {
  const all = client.pages(
    context,
    (ec2, page, sending) => ec2.describeEgressOnlyInternetGateways({ ...confined(scope), ...page }, sending),
    ({ EgressOnlyInternetGateways }) => EgressOnlyInternetGateways,
    PAGE,
  );
  for await (const page of all) yield page.filter(({ Tags }) => isInside(scope, Tags));
}

/** CreateEgressOnlyInternetGateway, whose ClientToken makes a repeat harmless (PROVIDERS.md, section 4). */
async function create(cloud: Cloud, request: ServiceRequest, VpcId: string, context: WriteContext): Promise<Accepted> {
  const { client, settings } = cloud;
  const made = await context.step("create", {
    send: async ({ token, marker }) => {
      const tags = newTags(settings, ["egress-only-internet-gateway"], marker, request);
      const answer = await client.write(context, (ec2, sending) =>
        ec2.createEgressOnlyInternetGateway({ VpcId, ClientToken: token, ...tags }, sending),
      );
      return sent(answer.EgressOnlyInternetGateway?.EgressOnlyInternetGatewayId, answer);
    },
    undo: async ({ id }) => {
      await discard(cloud, id, context);
    },
  });
  return { ...made, ...newOverlay(settings, request) };
}

const discard = ({ client }: Cloud, id: string, context: Context): Promise<Sent> =>
  client
    .write(context, (ec2, sending) => ec2.deleteEgressOnlyInternetGateway({ EgressOnlyInternetGatewayId: id }, sending))
    .then(
      (answer) => sent(id, answer),
      (error) => unlessGone(error, { id }),
    );
