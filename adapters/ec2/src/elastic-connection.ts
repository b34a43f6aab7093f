import { type Accepted, type Membership, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { freeAddress, holderOf, oneAddress } from "./elastic-addresses.js";
import { isElastic, readEndpoints } from "./endpoints.js";
import { unlessGone } from "./errors.js";
import { type Sent, sent } from "./writes.js";

/** AssociateAddress as a step. Sent again it does nothing; one that is connected elsewhere is moved where `moves` says so. */
export const connect = (cloud: Cloud, id: string, target: string, context: WriteContext, moves = false): Promise<Sent> =>
  context.step(`connect ${id}`, {
    send: async () => {
      const input = { AllocationId: id, NetworkInterfaceId: target, AllowReassociation: moves };
      return sent(id, await cloud.client.write(context, (ec2, sending) => ec2.associateAddress(input, sending)));
    },
    find: async () => (holderOf(await oneAddress(cloud, id, context)) === target ? { id } : undefined),
    undo: async () => {
      await end(cloud, id, context);
    },
  });

export const disconnect = (cloud: Cloud, id: string, context: WriteContext): Promise<Sent> =>
  context.step(`disconnect ${id}`, { send: () => end(cloud, id, context) });

/** DisassociateAddress; what is not connected needs none. */
async function end(cloud: Cloud, id: string, context: WriteContext): Promise<Sent> {
  const { AssociationId } = await oneAddress(cloud, id, context);
  if (!AssociationId) return { id };
  return cloud.client
    .write(context, (ec2, sending) => ec2.disassociateAddress({ AssociationId }, sending))
    .then(
      (answer) => sent(id, answer),
      (error) => unlessGone(error, { id }),
    );
}

/** The endpoints of an interface: Elastic IP addresses come and go, private addresses are its own. */
export const endpointMembership = (cloud: Cloud): Required<Membership> => ({
  async insert(id, item, context): Promise<Accepted> {
    await refusePrivate(cloud, item, context);
    await context.step(`holder ${item}`, { send: async () => freeAddress(cloud, item, id, context) });
    return { ...(await connect(cloud, item, id, context)), id };
  },
  async remove(id, item, context): Promise<Accepted> {
    await refusePrivate(cloud, item, context);
    return { ...(await disconnect(cloud, item, context)), id };
  },
});

async function refusePrivate(cloud: Cloud, item: string, context: WriteContext): Promise<void> {
  if (isElastic(item)) return;
  const found = (await readEndpoints(cloud, [item], context)).get(item);
  const holder = found && "held" in found ? found.held.NetworkInterfaceId : undefined;
  throw new ProviderFault(
    "conflict",
    `the endpoint ${item} belongs to the interface ${holder}: change its interface, or delete it; only endpoints of the external network are inserted and removed`,
  );
}
