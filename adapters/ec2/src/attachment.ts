import { type Context, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { takenMeanwhile, whenSettled } from "./errors.js";
import { oneInstance } from "./instances.js";
import { localPlaces } from "./local-disk-mapping.js";
import { readVolumes } from "./volumes.js";
import { type Sent, sent } from "./writes.js";

/** Device names that EC2 recommends for data volumes ("Device names for volumes"). */
const DEVICES = [..."fghijklmnop"].map((letter) => `/dev/sd${letter}`);

/**
 * AttachVolume as a step. It has no token (RELIABILITY.md, A2), so that an interrupted one is looked for. EC2 attaches with
 * delete-on-termination off: the volume outlives the machine.
 */
export const attach = (
  cloud: Cloud,
  context: WriteContext,
  machine: string,
  volume: string,
  device?: string,
  step = `attach ${volume}`,
): Promise<Sent> =>
  context.step(step, {
    send: () => send(cloud, context, machine, volume, device),
    find: () => find(cloud, context, machine, volume),
    undo: () => undo(cloud, context, machine, volume),
  });

async function send(cloud: Cloud, context: Context, machine: string, volume: string, device: string | undefined): Promise<Sent> {
  const Device = device ?? (await freeDevice(cloud, machine, context));
  try {
    const answer = await cloud.client.write(context, (ec2, sending) =>
      ec2.attachVolume({ InstanceId: machine, VolumeId: volume, Device }, sending),
    );
    return sent(volume, answer);
  } catch (error) {
    throw device === undefined ? takenMeanwhile(error, /already in use/i) : error;
  }
}

async function freeDevice(cloud: Cloud, machine: string, context: Context): Promise<string> {
  const instance = await oneInstance(cloud, machine, context);
  const told = (instance.BlockDeviceMappings ?? []).map(({ DeviceName }) => DeviceName?.replace("/dev/xvd", "/dev/sd"));
  const used = new Set([...told, ...(await localPlaces(cloud, instance, context))]);
  const free = DEVICES.find((name) => !used.has(name));
  if (free === undefined)
    throw new ProviderFault(
      "quota",
      `the machine ${machine} has no free device from /dev/sdf to /dev/sdp; name one as initialLocation`,
    );
  return free;
}

async function find(cloud: Cloud, context: Context, machine: string, volume: string): Promise<Sent | undefined> {
  const found = (await readVolumes(cloud, [volume], context)).get(volume);
  return found?.Attachments?.some(
    ({ InstanceId, State }) => InstanceId === machine && State !== "detached" && State !== "detaching",
  )
    ? { id: volume }
    : undefined;
}

/** An attachment that is no longer there needs no detaching. */
async function undo(cloud: Cloud, context: Context, machine: string, volume: string): Promise<void> {
  if (!(await findDetached(cloud, context, machine, volume))) await detach(cloud, context, machine, volume);
}

/** DetachVolume; EC2 says IncorrectState of a volume that is not attached, which core tells from the list. */
export async function detach({ client }: Cloud, context: Context, machine: string, volume: string): Promise<Sent> {
  return sent(
    volume,
    await client.write(context, (ec2, sending) => ec2.detachVolume({ InstanceId: machine, VolumeId: volume }, sending)),
  );
}

/** An interrupted detachment has acted when the volume is no longer attached, or is on its way. */
export async function findDetached(cloud: Cloud, context: Context, machine: string, volume: string): Promise<Sent | undefined> {
  const found = (await readVolumes(cloud, [volume], context)).get(volume);
  const isAttached = found?.Attachments?.some(
    ({ InstanceId, State }) => InstanceId === machine && (State === "attached" || State === "busy" || State === "attaching"),
  );
  return isAttached ? undefined : { id: volume };
}

/**
 * Makes an attached volume go with its machine, by which it becomes a Disk. Its device name is told by the instance; while the
 * attachment is still under way, the step is repeated.
 */
export async function keepWithMachine(cloud: Cloud, machine: string, volume: string, context: Context): Promise<Sent> {
  try {
    const { BlockDeviceMappings: present = [] } = await oneInstance(cloud, machine, context);
    const device = present.find(({ Ebs }) => Ebs?.VolumeId === volume)?.DeviceName;
    if (device === undefined) throw new ProviderFault("conflict", `the volume ${volume} is not attached yet`);
    const BlockDeviceMappings = [{ DeviceName: device, Ebs: { DeleteOnTermination: true } }];
    const change = { InstanceId: machine, BlockDeviceMappings };
    return sent(volume, await cloud.client.write(context, (ec2, sending) => ec2.modifyInstanceAttribute(change, sending)));
  } catch (error) {
    return whenSettled(error);
  }
}
