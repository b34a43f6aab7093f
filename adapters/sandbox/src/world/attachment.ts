import type { Cloud } from "./cloud.js";
import { freeDevice } from "./device.js";
import { requireState } from "./labels.js";
import { Refusal } from "./refusal.js";
import { type Attachment, SETTLED } from "./things.js";
import { SHARE } from "./timing.js";

export interface Attaching {
  readonly machine: string;
  readonly volume: string;
  readonly device?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly properties?: Readonly<Record<string, string>> | undefined;
  readonly marker?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** A machine in the making gets the volume when it is made. */
export function attachVolume(cloud: Cloud, { machine: machineId, volume: volumeId, device, ...labels }: Attaching): Attachment {
  const machine = cloud.need("machine", machineId);
  const volume = cloud.need("volume", volumeId);
  requireState(machine, ["creating", ...SETTLED], "get a volume");
  requireState(volume, ["available"], "be connected");
  requireDetached(cloud, volumeId, "connected to another machine");
  if (volume.zone !== machine.zone) {
    throw new Refusal(
      "Conflict",
      `volume ${volumeId} is in ${volume.zone} and machine ${machineId} in ${machine.zone}; both must be in one zone`,
    );
  }
  const step = cloud.step(SHARE.attach, "attached");
  return cloud.add("attachment", {
    ...labels,
    id: volumeId,
    owner: machineId,
    zone: machine.zone,
    device: freeDevice(cloud, machineId, device),
    state: "attaching",
    next: [{ ...step, at: Math.max(step.at, machine.next?.at(-1)?.at ?? 0) }],
  });
}

/** Detaching what is being detached changes nothing. */
export function detachVolume(
  cloud: Cloud,
  { machine, volume }: { readonly machine: string; readonly volume: string },
): Attachment {
  const attachment = cloud.get("attachment", volume);
  if (attachment?.owner !== machine) throw new Refusal("NotFound", `volume ${volume} is not connected to machine ${machine}`);
  if (attachment.state === "detaching") return attachment;
  return cloud.put(attachment, { state: "detaching", next: [cloud.step(SHARE.detach, undefined)] });
}

/** @throws Refusal Conflict that names the machine */
export function requireDetached(cloud: Cloud, volume: string, wish: string): void {
  const attachment = cloud.get("attachment", volume);
  if (!attachment) return;
  throw new Refusal(
    "Conflict",
    `volume ${volume} cannot be ${wish}: it is connected to machine ${attachment.owner}; remove it there first`,
  );
}
