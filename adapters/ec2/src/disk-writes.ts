import type { VolumeType } from "@aws-sdk/client-ec2";
import {
  type Accepted,
  type Context,
  type CreateRequest,
  fromKilobytes,
  GIBIBYTE,
  ProviderFault,
  type WriteContext,
} from "@cimi-gateway/adapter";
import { attach, detach, findDetached, keepWithMachine } from "./attachment.js";
import type { Cloud } from "./cloud.js";
import { rootOf } from "./instance.js";
import { oneInstance } from "./instances.js";
import { machineOf } from "./located-volume.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { RESERVED } from "./tags.js";
import { deleteVolume } from "./volumes.js";
import { type Sent, sent } from "./writes.js";

/** CreateVolume, AttachVolume and delete-on-termination, by which the volume becomes a Disk. */
export async function createDisk(cloud: Cloud, request: CreateRequest<"Disk">, context: WriteContext): Promise<Accepted> {
  const machine = machineOf(request.parent);
  const made = await context.step("create", {
    send: ({ token, marker }) => create(cloud, machine, request, token, marker, context),
    undo: async ({ id }) => {
      await deleteVolume(cloud, id, context);
    },
  });
  await context.reach("Volume", made.id, ["AVAILABLE"]);
  await attach(cloud, context, machine, made.id, request.template.initialLocation, "attach");
  await context.step("keep", { send: () => keepWithMachine(cloud, machine, made.id, context) });
  return { ...made, ...newOverlay(cloud.settings, request) };
}

async function create(
  cloud: Cloud,
  machine: string,
  request: CreateRequest<"Disk">,
  token: string,
  marker: string,
  context: Context,
): Promise<Sent> {
  const { capacity } = request.template;
  if (capacity === undefined) throw new ProviderFault("invalid", "the disk lacks its capacity");
  const { Placement } = await oneInstance(cloud, machine, context);
  const input = {
    AvailabilityZone: Placement?.AvailabilityZone,
    Size: fromKilobytes(capacity, GIBIBYTE),
    VolumeType: cloud.settings.volumeType as VolumeType,
  };
  const tags = newTags(cloud.settings, ["volume"], marker, request, { [RESERVED.type]: "DISK" });
  const answer = await cloud.client.write(context, (ec2, sending) =>
    ec2.createVolume({ ...input, ClientToken: token, ...tags }, sending),
  );
  return sent(answer.VolumeId, answer);
}

export async function deleteDisk(cloud: Cloud, id: string, machine: string, context: WriteContext): Promise<Accepted> {
  await context.step("check", { send: () => checkNotRoot(cloud, id, machine, context) });
  await context.step("detach", {
    send: () => detach(cloud, context, machine, id),
    find: () => findDetached(cloud, context, machine, id),
  });
  // A Disk is no Volume: once it is one, it is detached.
  await context.reach("Volume", id, ["AVAILABLE"]);
  return context.step("delete", { send: () => deleteVolume(cloud, id, context) });
}

async function checkNotRoot(cloud: Cloud, id: string, machine: string, context: Context): Promise<string> {
  const root = rootOf(await oneInstance(cloud, machine, context))?.Ebs?.VolumeId;
  if (root === id)
    throw new ProviderFault(
      "conflict",
      `the disk ${id} is the root of the machine ${machine}; it goes when the machine is deleted`,
    );
  return machine;
}
