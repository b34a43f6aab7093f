import { type Accepted, type Context, type CreateRequest, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { attach, detachStep, machineOf } from "./attachment.js";
import type { Cloud } from "./cloud.js";
import { freshOverlay } from "./metadata-writing.js";
import { oneServer } from "./servers.js";
import { makeVolume } from "./volume-create.js";
import { deleteVolume, isRootOf, oneVolume, sizeFor } from "./volumes.js";
import { volumeZone } from "./zones.js";

/** A new volume, attached so that it goes with the server, by which it is a Disk. */
export async function createDisk(cloud: Cloud, request: CreateRequest<"Disk">, context: WriteContext): Promise<Accepted> {
  const machine = machineOf(request.parent);
  const { capacity, initialLocation } = request.template;
  if (capacity === undefined) throw new ProviderFault("invalid", "the disk lacks its capacity, in kilobytes");
  const zone = await context.step("zone", { send: () => zoneFor(cloud, machine, context) });
  const input = { size: sizeFor(capacity), ...(zone !== null && { availability_zone: zone }) };
  const made = await makeVolume(cloud, request, input, context);
  await context.reach("Volume", made.id, ["AVAILABLE"]);
  await attach(cloud, context, machine, made.id, { device: initialLocation, isOwn: true }, "attach");
  await context.reach("Disk", made.id, [], machine);
  return { ...made, ...freshOverlay(cloud.settings, request) };
}

/** Null: the cloud chooses. */
const zoneFor = async (cloud: Cloud, machine: string, context: Context): Promise<string | null> =>
  (await volumeZone(cloud, (await oneServer(cloud, machine, context)).zone, context)) ?? null;

export async function deleteDisk(cloud: Cloud, id: string, machine: string, context: WriteContext): Promise<Accepted> {
  await context.step("check", { send: () => checkNotRoot(cloud, id, machine, context) });
  await detachStep(cloud, context, machine, id, "detach");
  // A Disk is no Volume: once it is one, it is detached.
  await context.reach("Volume", id, ["AVAILABLE"]);
  return context.step("delete", { send: () => deleteVolume(cloud, id, context) });
}

async function checkNotRoot(cloud: Cloud, id: string, machine: string, context: Context): Promise<string> {
  const [server, volume] = await Promise.all([oneServer(cloud, machine, context), oneVolume(cloud, id, context)]);
  if (isRootOf(server, volume))
    throw new ProviderFault(
      "conflict",
      `the disk ${id} is the root of the machine ${machine}; it goes when the machine is deleted`,
    );
  return machine;
}
