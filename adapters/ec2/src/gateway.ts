import type { Filter, InternetGateway } from "@aws-sdk/client-ec2";
import { type Accepted, type Context, gather, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { type PolicyLimits, takenPolicies, writePolicies } from "@cimi-gateway/model";
import { filter, portions } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { firstMarked, markedWith } from "./marked.js";
import { confined, isInside } from "./scope.js";
import type { Service, ServiceKind, ServiceRequest } from "./service.js";
import { gatewayState } from "./states.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { type Sent, sent } from "./writes.js";

export const GATEWAY_LIMITS: PolicyLimits<"Gateway"> = { kind: { values: ["internet", "egress-only"] } };

/** The internet, where a request does not say. @throws InvalidValue */
export const gatewayKind = ({ template: { policies } }: ServiceRequest): string =>
  takenPolicies("Gateway", policies, GATEWAY_LIMITS).kind ?? "internet";

/** An internet gateway, attached to one network, which has one at most. Routes lead to it. */
export const internetGateway: ServiceKind = {
  type: "Gateway",
  prefix: "igw-",
  isMeant: (request) => gatewayKind(request) === "internet",
  async *list(cloud, context) {
    for await (const page of internetPages(cloud, context)) yield page.map(internetService);
  },
  async read(cloud, ids, context) {
    const pages = portions(ids).map((portion) => gather(internetPages(cloud, context, [filter("internet-gateway-id", portion)])));
    return (await Promise.all(pages)).flat().map(internetService);
  },
  create: createInternet,
  delete: deleteInternet,
};

function internetService({ InternetGatewayId = "", Attachments = [], Tags }: InternetGateway): Service {
  const [attachment] = Attachments;
  return {
    type: "Gateway",
    id: InternetGatewayId,
    tags: Tags,
    state: gatewayState(attachment?.State),
    network: attachment?.VpcId,
    policies: writePolicies("Gateway", { kind: "internet" }),
  };
}

async function* internetPages(
  { client, settings: { scope } }: Cloud,
  context: Context,
  filters: readonly Filter[] = [],
): AsyncGenerator<readonly InternetGateway[]> {
  const pages = client.pages(
    context,
    (ec2, page, sending) => ec2.describeInternetGateways({ ...confined(scope, filters), ...page }, sending),
    ({ InternetGateways }) => InternetGateways,
  );
  for await (const page of pages) yield page.filter(({ Tags }) => isInside(scope, Tags));
}

/** CreateInternetGateway has no token (PROVIDERS.md, section 4): an interrupted one is found by its marker. */
async function createInternet(cloud: Cloud, request: ServiceRequest, VpcId: string, context: WriteContext): Promise<Accepted> {
  const { client, settings } = cloud;
  const made = await context.step("create", {
    send: async ({ marker }) => {
      const tags = newTags(settings, ["internet-gateway"], marker, request);
      const answer = await client.write(context, (ec2, sending) => ec2.createInternetGateway(tags, sending));
      return sent(answer.InternetGateway?.InternetGatewayId, answer);
    },
    find: ({ marker }) =>
      firstMarked(internetPages(cloud, context, [markedWith(marker)]), ({ InternetGatewayId }) => InternetGatewayId),
    undo: async ({ id }) => {
      await discard(cloud, id, context);
    },
  });
  const id = made.id;
  await context.step("attach", {
    send: async () =>
      sent(
        id,
        await client.write(context, (ec2, sending) => ec2.attachInternetGateway({ InternetGatewayId: id, VpcId }, sending)),
      ),
    find: async () => ((await networkOf(cloud, id, context)) === VpcId ? { id } : undefined),
    undo: async () => {
      await detach(cloud, id, VpcId, context);
    },
  });
  return { ...made, ...newOverlay(settings, request) };
}

async function networkOf(cloud: Cloud, id: string, context: Context): Promise<string | undefined> {
  const [native] = await gather(internetPages(cloud, context, [filter("internet-gateway-id", [id])]));
  return native?.Attachments?.[0]?.VpcId;
}

/** EC2 keeps one that is attached, and one through which addresses of the network are seen. */
async function deleteInternet(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  const network = await context.step("network", { send: async () => (await networkOf(cloud, id, context)) ?? "" });
  if (network !== "")
    await context.step("detach", {
      send: () => detach(cloud, id, network, context),
      undo: async () => {
        await cloud.client.write(context, (ec2, sending) =>
          ec2.attachInternetGateway({ InternetGatewayId: id, VpcId: network }, sending),
        );
      },
    });
  return context.step("delete", { send: () => discard(cloud, id, context) });
}

const detach = ({ client }: Cloud, id: string, VpcId: string, context: Context): Promise<Sent> =>
  client
    .write(context, (ec2, sending) => ec2.detachInternetGateway({ InternetGatewayId: id, VpcId }, sending))
    .then(
      (answer) => sent(id, answer),
      (error) => unlessGone(unlessDetached(error), { id }),
    );

/** What is attached no more needs no detaching. */
const unlessDetached = (error: unknown): unknown =>
  error instanceof Error && "code" in error && error.code === "Gateway.NotAttached"
    ? new ProviderFault("notFound", error.message)
    : error;

const discard = ({ client }: Cloud, id: string, context: Context): Promise<Sent> =>
  client
    .write(context, (ec2, sending) => ec2.deleteInternetGateway({ InternetGatewayId: id }, sending))
    .then(
      (answer) => sent(id, answer),
      (error) => unlessGone(error, { id }),
    );
