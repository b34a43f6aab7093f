import { imageUri, unknownSource } from "./catalogue.js";
import type { Cloud } from "./cloud.js";
import { inRegion, type Making, type Relabelling, relabelled, requireState } from "./labels.js";
import { usableImage } from "./machine.js";
import { Refusal } from "./refusal.js";
import { type ImageType, type Machine, type MachineImage, SETTLED } from "./things.js";
import { SHARE } from "./timing.js";

export interface Capture extends Making {
  readonly machine: string;
}

export interface Snapshot extends Capture {
  /** Only what changed since the last snapshot. */
  readonly partial?: boolean | undefined;
}

export interface CopiedImage extends Making {
  readonly uri: string;
  /** What the copy is expected to be; absent: whatever it becomes. */
  readonly type?: ImageType | undefined;
}

/** The disks of a machine. */
export function captureMachine(cloud: Cloud, { machine: id, ...making }: Capture): MachineImage {
  const machine = requireSettled(cloud, id);
  occupy(cloud, machine);
  return newImage(cloud, making, { owner: id, type: "image" });
}

/** The disks of a machine, and its memory unless it is off. */
export function snapshotMachine(cloud: Cloud, { machine: id, partial = false, ...making }: Snapshot): MachineImage {
  const machine = requireSettled(cloud, id);
  const { state: machineState, runtime, latestSnapshot: related } = machine;
  if (partial && related === undefined) {
    throw new Refusal("Conflict", `machine ${id} has no snapshot yet; a partial one needs one before it`);
  }
  const image = newImage(cloud, making, { owner: id, type: partial ? "partial" : "snapshot", related, machineState, runtime });
  occupy(cloud, machine, { latestSnapshot: image.id });
  return image;
}

/** While its image is taken the machine takes no orders. */
const occupy = (cloud: Cloud, machine: Machine, changes?: Pick<Machine, "latestSnapshot">): Machine =>
  cloud.put(machine, { state: "capturing", next: [cloud.step(SHARE.capture, machine.state, changes)] });

function requireSettled(cloud: Cloud, id: string): Machine {
  const machine = cloud.need("machine", id);
  requireState(machine, SETTLED, "be captured");
  return machine;
}

type Saved = Pick<MachineImage, "owner" | "type" | "related" | "machineState" | "runtime">;

function newImage(cloud: Cloud, making: Making, rest: Saved): MachineImage {
  const id = `image-${cloud.identify().replaceAll("-", "").slice(0, 16)}`;
  const next = [cloud.step(SHARE.capture, "available")];
  return cloud.add("machineImage", {
    ...inRegion(making),
    ...rest,
    id,
    uri: imageUri(id),
    stock: false,
    state: "creating",
    next,
  });
}

/** A copy of the image whose data is there. It stands for itself, so that a copy of a partial snapshot is a whole one. */
export function copyImage(cloud: Cloud, { uri, type: wanted, ...making }: CopiedImage): MachineImage {
  const source = cloud.every("machineImage").find((image) => image.uri === uri);
  if (!source) throw unknownSource(uri, "machineImage");
  const { type: kind, machineState, runtime } = usableImage(cloud, source.id);
  const type = kind === "partial" ? "snapshot" : kind;
  if (wanted !== undefined && wanted !== type)
    throw new Refusal("Invalid", `a copy of ${source.id} is of the type ${type}, not ${wanted}; a machine gives every type`);
  return newImage(cloud, making, { type, machineState, runtime });
}

export function updateImage(cloud: Cloud, changes: Relabelling): MachineImage {
  const image = own(cloud, changes.id);
  return cloud.put(image, relabelled(cloud, image, changes));
}

/** @throws Refusal Denied for an image of the cloud's own */
function own(cloud: Cloud, id: string): MachineImage {
  const image = cloud.need("machineImage", id);
  if (image.stock) throw new Refusal("Denied", `machineImage ${id} is the cloud's own and cannot be changed or deleted`);
  return image;
}

/** Table 21: partial snapshots that build on it go with it, snapshots that follow it follow the one before it. */
export function deleteImage(cloud: Cloud, { id }: { readonly id: string }): MachineImage {
  const image = own(cloud, id);
  if (image.state === "deleting") return image;
  requireState(image, ["available", "error"], "be deleted");
  const doomed = new Map([[id, image], ...partialsOn(cloud, id)]);
  relink(cloud, doomed);
  for (const one of doomed.values()) cloud.put(one, { state: "deleting", next: [cloud.step(SHARE.delete, undefined)] });
  return image;
}

const partialsOn = (cloud: Cloud, id: string): (readonly [string, MachineImage])[] =>
  cloud
    .every("machineImage")
    .filter(({ type, related }) => type === "partial" && related === id)
    .flatMap((partial) => [[partial.id, partial] as const, ...partialsOn(cloud, partial.id)]);

function relink(cloud: Cloud, doomed: ReadonlyMap<string, MachineImage>): void {
  const survivor = (id: string | undefined): string | undefined => {
    const gone = id === undefined ? undefined : doomed.get(id);
    return gone ? survivor(gone.related) : id;
  };
  for (const image of cloud.every("machineImage")) {
    if (!doomed.has(image.id) && survivor(image.related) !== image.related)
      cloud.put(image, { related: survivor(image.related) });
  }
  for (const machine of cloud.every("machine")) {
    const latestSnapshot = survivor(machine.latestSnapshot);
    if (latestSnapshot !== machine.latestSnapshot) cloud.put(machine, { latestSnapshot });
  }
}
