import type { Cloud } from "./cloud.js";
import { freeDevice } from "./device.js";
import { type Making, type Relabelling, relabelled, requireAmount, requireState } from "./labels.js";
import { Refusal } from "./refusal.js";
import { type Disk, type Machine, SETTLED } from "./things.js";

export interface NewDisk extends Making {
  readonly machine: string;
  /** Megabytes. */
  readonly size: number;
  readonly device?: string | undefined;
}

export interface DiskChanges extends Relabelling {
  readonly size?: number | undefined;
}

/** 64 TB. */
export const MOST_SIZE = 64_000_000;

export function createDisk(cloud: Cloud, { machine: id, size, device, ...labels }: NewDisk): Disk {
  const machine = cloud.need("machine", id);
  requireState(machine, SETTLED, "get a disk");
  return makeDisk(cloud, machine, { ...labels, size, device: freeDevice(cloud, id, device) });
}

export const makeDisk = (
  cloud: Cloud,
  machine: Machine,
  { size, device, ...labels }: Making & { size: number; device: string },
): Disk =>
  cloud.add("disk", {
    ...labels,
    owner: machine.id,
    zone: machine.zone,
    state: "available",
    size: requireAmount(size, MOST_SIZE, "capacity (megabytes)"),
    device,
  });

export function updateDisk(cloud: Cloud, { size, ...labels }: DiskChanges): Disk {
  const disk = cloud.need("disk", labels.id);
  return cloud.put(disk, { ...relabelled(cloud, disk, labels), size: grown(disk.size, size) });
}

/** @throws Refusal Invalid when it would shrink */
export function grown(before: number, after = before): number {
  if (after < before) throw new Refusal("Invalid", `the capacity cannot shrink from ${before} to ${after} megabytes`);
  return requireAmount(after, MOST_SIZE, "capacity (megabytes)");
}

/** The first disk is what the machine starts from: it stays. */
export function deleteDisk(cloud: Cloud, { id }: { readonly id: string }): Disk {
  const disk = cloud.need("disk", id);
  if (cloud.owned("disk", disk.owner)[0]?.id === id) {
    throw new Refusal("Conflict", `disk ${id} is what machine ${disk.owner} starts from; it goes with the machine`);
  }
  requireState(cloud.need("machine", disk.owner), SETTLED, "lose a disk");
  cloud.remove(disk);
  return disk;
}
