import type { Accepted, Context, CreateRequest, WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { elasticAddresses } from "./elastic-addresses.js";
import { connect } from "./elastic-connection.js";
import type { Wish } from "./endpoint-request.js";
import { unlessGone } from "./errors.js";
import { firstMarked, markedWith } from "./marked.js";
import type { Described } from "./tag-writing.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { type Sent, sent } from "./writes.js";

type Elastic = Extract<Wish, { kind: "elastic" }>;

/** AllocateAddress, then AssociateAddress where an interface is named. */
export async function createElastic(
  cloud: Cloud,
  request: CreateRequest<"ProtocolEndpoint">,
  { address, interface: target }: Elastic,
  context: WriteContext,
): Promise<Accepted> {
  const made = await allocate(cloud, "create", request, address, context);
  if (target !== undefined) await connect(cloud, made.id, target, context);
  const origin = address === undefined ? {} : { origin: "STATIC" };
  const { overlay } = newOverlay(cloud.settings, request);
  return { ...made, ...((overlay || address !== undefined) && { overlay: { ...overlay, ...origin } }) };
}

/** AllocateAddress has no token (PROVIDERS.md, section 4): an interrupted one is found by its marker. */
export const allocate = (
  cloud: Cloud,
  step: string,
  wanted: Described,
  address: string | undefined,
  context: WriteContext,
): Promise<Sent> =>
  context.step(step, {
    send: async ({ marker }) => {
      const tags = newTags(cloud.settings, ["elastic-ip"], marker, wanted);
      const input = { Domain: "vpc", ...(address !== undefined && { Address: address }), ...tags } as const;
      const answer = await cloud.client.write(context, (ec2, sending) => ec2.allocateAddress(input, sending));
      return sent(answer.AllocationId, answer);
    },
    find: ({ marker }) => firstMarked(marked(cloud, marker, context), ({ AllocationId }) => AllocationId),
    undo: async ({ id }) => {
      await release(cloud, id, context);
    },
  });

async function* marked(cloud: Cloud, marker: string, context: Context) {
  yield await elasticAddresses(cloud, context, [markedWith(marker)]);
}

/** ReleaseAddress. One that is gone already is no error. */
export const release = ({ client }: Cloud, id: string, context: Context): Promise<Sent> =>
  client
    .write(context, (ec2, sending) => ec2.releaseAddress({ AllocationId: id }, sending))
    .then(
      (answer) => sent(id, answer),
      (error) => unlessGone(error, { id }),
    );
