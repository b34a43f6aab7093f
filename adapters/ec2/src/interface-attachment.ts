import type { Instance } from "@aws-sdk/client-ec2";
import { type Accepted, type Context, type Membership, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { notYet, takenMeanwhile, unlessGone, whenSettled } from "./errors.js";
import { oneInstance } from "./instances.js";
import { isServed, machineOf, oneInterface } from "./interfaces.js";
import { type Sent, sent } from "./writes.js";

/** AttachNetworkInterface as a step. It has no token (PROVIDERS.md, section 4), so that an interrupted one is looked for. */
export const attachInterface = (cloud: Cloud, machine: string, id: string, context: WriteContext): Promise<Sent> =>
  context.step(`attach ${id}`, {
    send: () => send(cloud, machine, id, context),
    find: async () => (machineOf(await oneInterface(cloud, id, context)) === machine ? { id } : undefined),
    undo: async () => {
      await detach(cloud, machine, id, context);
    },
  });

async function send({ client, ...cloud }: Cloud, machine: string, id: string, context: Context): Promise<Sent> {
  const DeviceIndex = freeIndex(await oneInstance({ client, ...cloud }, machine, context));
  const input = { NetworkInterfaceId: id, InstanceId: machine, DeviceIndex };
  try {
    return sent(id, await client.write(context, (ec2, sending) => ec2.attachNetworkInterface(input, sending)));
  } catch (error) {
    throw takenMeanwhile(error, /already has an interface attached at device index/i);
  }
}

/** The first place that no interface of the machine has. */
function freeIndex({ NetworkInterfaces = [] }: Instance): number {
  const used = new Set(NetworkInterfaces.map(({ Attachment }) => Attachment?.DeviceIndex));
  let index = 1;
  while (used.has(index)) index++;
  return index;
}

/** DetachNetworkInterface; what this machine does not have any more needs none. */
async function detach(cloud: Cloud, machine: string, id: string, context: Context): Promise<Sent> {
  const native = await oneInterface(cloud, id, context).catch((error) => unlessGone(error, undefined));
  if (!native || machineOf(native) !== machine || native.Attachment?.Status === "detaching") return { id };
  const AttachmentId = native.Attachment?.AttachmentId;
  if (!AttachmentId) throw notYet(`the interface ${id} is not attached yet`);
  return cloud.client
    .write(context, (ec2, sending) => ec2.detachNetworkInterface({ AttachmentId }, sending))
    .then(
      (answer) => sent(id, answer),
      (error) => unlessGone(error, { id }),
    );
}

/** What was made for a machine goes with it. EC2 takes this for existing interfaces once they are attached, and not before. */
export const keepInterface = (cloud: Cloud, id: string, context: WriteContext): Promise<Sent> =>
  context.step(`keep ${id}`, {
    async send() {
      try {
        const AttachmentId = (await oneInterface(cloud, id, context)).Attachment?.AttachmentId;
        if (!AttachmentId) throw notYet(`the interface ${id} is not attached yet`);
        const input = { NetworkInterfaceId: id, Attachment: { AttachmentId, DeleteOnTermination: true } };
        return sent(id, await cloud.client.write(context, (ec2, sending) => ec2.modifyNetworkInterfaceAttribute(input, sending)));
      } catch (error) {
        return whenSettled(error);
      }
    },
  });

/** The interfaces of a machine: those beside its first come and go (EC2 user guide, "Network interface attachments"). */
export const interfaceMembership = (cloud: Cloud): Required<Membership> => ({
  async insert(id, item, context): Promise<Accepted> {
    await context.step(`holder ${item}`, { send: () => attachable(cloud, id, item, context) });
    const attached = await attachInterface(cloud, id, item, context);
    await context.reach("NetworkInterface", item, ["ENABLED"]);
    return { ...attached, id };
  },
  async remove(id, item, context): Promise<Accepted> {
    await context.step(`place ${item}`, { send: () => detachable(cloud, id, item, context) });
    const detached = await context.step(`detach ${item}`, { send: () => detach(cloud, id, item, context) });
    await context.reach("NetworkInterface", item, ["ENABLED"]);
    return { ...detached, id };
  },
});

async function attachable(cloud: Cloud, machine: string, id: string, context: Context): Promise<string> {
  const native = await oneInterface(cloud, id, context);
  const holder = machineOf(native);
  if (holder !== undefined && holder !== machine)
    throw new ProviderFault("conflict", `the interface ${id} connects the machine ${holder}; remove it there first`);
  if (isServed(native))
    throw new ProviderFault("conflict", `the interface ${id} belongs to a service of EC2, which alone connects it`);
  return id;
}

async function detachable(cloud: Cloud, machine: string, id: string, context: Context): Promise<string> {
  const { Attachment } = await oneInterface(cloud, id, context);
  if (Attachment?.DeviceIndex === 0)
    throw new ProviderFault("conflict", `the interface ${id} is the first of the machine ${machine}, which EC2 never detaches`);
  return id;
}
