import type { Filter, NatGateway } from "@aws-sdk/client-ec2";
import {
  type Accepted,
  type Context,
  gather,
  nativeId,
  ProviderFault,
  reference,
  type WriteContext,
} from "@cimi-gateway/adapter";
import { type PolicyLimits, policyFault, type StringMap, takenPolicies, writePolicies } from "@cimi-gateway/model";
import { filter, portions } from "./client.js";
import type { Cloud } from "./cloud.js";
import { allocate, release } from "./elastic-create.js";
import { unlessGone } from "./errors.js";
import { confined, isInside } from "./scope.js";
import { subnetOf } from "./segments.js";
import type { Service, ServiceKind, ServiceRequest } from "./service.js";
import { natState } from "./states.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { RESERVED, tagIn } from "./tags.js";
import { type Sent, sent } from "./writes.js";

/** EC2 translates in a segment, by one Elastic IP address, or by a private one of the segment where the scope is internal. */
export const NAT_LIMITS: PolicyLimits<"NAT"> = {
  place: {},
  external: { most: 1, each: { automatic: {}, endpoint: {} } },
  scope: {},
};

/** A NAT gateway. Which segments it serves, route tables say. */
export const nat: ServiceKind = {
  type: "NAT",
  prefix: "nat-",
  async *list(cloud, context) {
    for await (const page of natPages(cloud, context)) yield page.map(serviceOf);
  },
  async read(cloud, ids, context) {
    const pages = portions(ids).map((portion) => gather(natPages(cloud, context, [filter("nat-gateway-id", portion)])));
    return (await Promise.all(pages)).flat().map(serviceOf);
  },
  create: createNat,
  delete: deleteNat,
};

function serviceOf(native: NatGateway): Service {
  return {
    type: "NAT",
    id: native.NatGatewayId ?? "",
    tags: native.Tags,
    state: natState(native.State),
    network: native.VpcId,
    policies: policiesOf(native),
  };
}

function policiesOf({ SubnetId, ConnectivityType, NatGatewayAddresses = [] }: NatGateway): StringMap {
  const external = NatGatewayAddresses.flatMap(({ AllocationId }) =>
    AllocationId ? [{ kind: "endpoint", value: reference("ProtocolEndpoint", AllocationId) } as const] : [],
  );
  return writePolicies("NAT", {
    ...(SubnetId && { place: reference("ProtocolSegment", SubnetId) }),
    ...(external.length > 0 && { external }),
    scope: ConnectivityType === "private" ? "internal" : "internet",
  });
}

/** The parameter is named Filter here, unlike in other calls. Those that are gone are listed for about an hour. */
async function* natPages(
  { client, settings: { scope } }: Cloud,
  context: Context,
  filters: readonly Filter[] = [],
): AsyncGenerator<readonly NatGateway[]> {
  const { Filters } = confined(scope, filters);
  const pages = client.pages(
    context,
    (ec2, page, sending) => ec2.describeNatGateways({ ...(Filters && { Filter: Filters }), ...page }, sending),
    ({ NatGateways }) => NatGateways,
  );
  for await (const page of pages) yield page.filter(({ State, Tags }) => natState(State) !== undefined && isInside(scope, Tags));
}

/** CreateNatGateway, whose ClientToken makes a repeat harmless (PROVIDERS.md, section 4), with an Elastic IP address. */
async function createNat(cloud: Cloud, request: ServiceRequest, _network: string, context: WriteContext): Promise<Accepted> {
  const { place, external = [], scope = "internet" } = takenPolicies("NAT", request.template.policies, NAT_LIMITS);
  if (!place) throw policyFault("is missing: EC2 translates in a segment; name one that reaches a gateway", "place");
  const [outside] = external;
  if (scope === "internal" && outside) throw policyFault("must be absent: the scope is internal", "external");
  const own = outside?.kind === "endpoint" ? nativeId(outside.value) : undefined;
  const made = scope === "internet" && own === undefined ? await allocate(cloud, "address", {}, undefined, context) : undefined;
  const AllocationId = own ?? made?.id;
  const input = {
    SubnetId: subnetOf(nativeId(place)),
    ConnectivityType: scope === "internal" ? "private" : "public",
    ...(AllocationId !== undefined && { AllocationId }),
  } as const;
  const gateway = await context.step("create", {
    send: async ({ token, marker }) => {
      const tags = newTags(cloud.settings, ["natgateway"], marker, request, { [RESERVED.address]: made?.id });
      const answer = await cloud.client.write(context, (ec2, sending) =>
        ec2.createNatGateway({ ...input, ClientToken: token, ...tags }, sending),
      );
      return sent(answer.NatGateway?.NatGatewayId, answer);
    },
    undo: async ({ id }) => {
      await discard(cloud, id, context);
      await untilGone(cloud, id, context);
    },
  });
  return { ...gateway, ...newOverlay(cloud.settings, request) };
}

/** An address that was allocated for the gateway goes with it, once EC2 lets it go. */
async function deleteNat(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  const address = await context.step("address", {
    send: async () => {
      const [native] = await gather(natPages(cloud, context, [filter("nat-gateway-id", [id])]));
      return tagIn(native?.Tags, RESERVED.address) ?? "";
    },
  });
  const gone = await context.step("delete", { send: () => discard(cloud, id, context) });
  if (address === "") return gone;
  await untilGone(cloud, id, context);
  await context.step("release", { send: () => release(cloud, address, context) });
  return gone;
}

const discard = ({ client }: Cloud, id: string, context: Context): Promise<Sent> =>
  client
    .write(context, (ec2, sending) => ec2.deleteNatGateway({ NatGatewayId: id }, sending))
    .then(
      (answer) => sent(id, answer),
      (error) => unlessGone(error, { id }),
    );

/** Milliseconds between two looks, and how many there are: EC2 takes a minute or so. */
const PAUSE = 2000;
const LOOKS = 300;

async function untilGone(cloud: Cloud, id: string, context: Context): Promise<void> {
  for (let look = 1; look <= LOOKS; look++) {
    const [native] = await gather(natPages(cloud, context, [filter("nat-gateway-id", [id])]));
    if (!native) return;
    await context.clock.sleep(PAUSE, context.signal);
  }
  throw new ProviderFault("unavailable", `EC2 did not delete the NAT gateway ${id} in time`);
}
