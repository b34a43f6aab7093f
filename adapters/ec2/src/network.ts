import {
  type Accepted,
  type CreateRequest,
  ProviderFault,
  type ResourceAdapter,
  resourceAdapter,
  type WriteContext,
} from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { type Ec2Network, INTERNET, internet } from "./internet.js";
import { isManaged } from "./managed.js";
import { markedVpc } from "./marked.js";
import { deleteNetwork } from "./network-delete.js";
import { wantedPrefix } from "./network-prefix.js";
import { networkState } from "./states.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { described, markerIn, type Tags } from "./tags.js";
import { oneVpc, readVpcs, vpcPages } from "./vpcs.js";
import { retag, sent } from "./writes.js";

const tagsOf = (native: Ec2Network): Tags => (native.kind === "vpc" ? native.vpc.Tags : undefined);

/** A VPC, or the internet. EC2 neither starts nor stops one, and has none within another. */
export const network = (cloud: Cloud): ResourceAdapter<"Network", unknown> => {
  const common = described(tagsOf, cloud.settings);
  const isOwn = (native: Ec2Network): boolean => native.kind === "vpc" && !isManaged(native.vpc);
  return resourceAdapter<Ec2Network>()("Network", {
    identify: (native) =>
      native.kind === "vpc" ? { id: native.vpc.VpcId!, marker: markerIn(native.vpc.Tags) } : { id: INTERNET },
    attributes: {
      ...common,
      name: (native) => (native.kind === "vpc" ? common.name(native) : INTERNET),
      state: (native) => (native.kind === "vpc" ? networkState(native.vpc.State) : "STARTED"),
      segments: () => undefined,
      services: () => undefined,
      external: ({ kind }) => kind === "internet",
      nativeId: (native) => (native.kind === "vpc" ? native.vpc.VpcId : undefined),
      location: () => cloud.settings.region,
    },
    capabilities: { DefaultInitialState: "STARTED", InitialStates: "STARTED" },
    async *list(_query, context) {
      yield [internet];
      for await (const page of vpcPages(cloud, context)) yield page.map((vpc) => ({ kind: "vpc", vpc }));
    },
    async read(ids, context) {
      const vpcs = ids.filter((id) => id !== INTERNET);
      const found = vpcs.length === 0 ? [] : [...(await readVpcs(cloud, vpcs, context))];
      const own = new Map<string, Ec2Network>(found.map(([id, vpc]) => [id, { kind: "vpc", vpc }]));
      return vpcs.length === ids.length ? own : own.set(INTERNET, internet);
    },
    create: (request, context) => createNetwork(cloud, request, context),
    update: async (id, changes, context) => {
      const vpc = await oneVpc(cloud, id, context);
      return retag(cloud.client, context, { id, tags: vpc.Tags }, changes, cloud.settings);
    },
    delete: (id, context) => context.step("delete", { send: () => deleteNetwork(cloud, id, context) }),
    editable: isOwn,
    deletable: isOwn,
  });
};

type Request = CreateRequest<"Network">;

/** CreateVpc has no token (PROVIDERS.md, section 4): an interrupted one is found by its marker. */
async function createNetwork(cloud: Cloud, request: Request, context: WriteContext): Promise<Accepted> {
  const { client, settings } = cloud;
  if (request.template.external === true)
    throw new ProviderFault("invalid", `EC2 has one external network, ${INTERNET}; leave external out or make it false`);
  const CidrBlock = wantedPrefix(request, settings.networkPrefix);
  const made = await context.step("create", {
    send: async ({ marker }) => {
      const tags = newTags(settings, ["vpc"], marker, request);
      const answer = await client.write(context, (ec2, sending) => ec2.createVpc({ CidrBlock, ...tags }, sending));
      return sent(answer.Vpc?.VpcId, answer);
    },
    find: ({ marker }) => markedVpc(cloud, marker, context),
    undo: async ({ id }) => {
      await deleteNetwork(cloud, id, context);
    },
  });
  return { ...made, ...newOverlay(settings, request) };
}
