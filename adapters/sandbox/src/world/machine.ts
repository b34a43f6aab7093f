import type { Cloud } from "./cloud.js";
import { makeDisk } from "./disk.js";
import { changed, inZone, type Making, type Relabelling, relabelled, requireAmount, requireState } from "./labels.js";
import { attachInterface, makeDefaultInterface, retireInterfaces } from "./network-interface.js";
import { forgetPeer } from "./peers.js";
import { inRack } from "./rack.js";
import { Refusal } from "./refusal.js";
import { type Machine, type MachineConfiguration, type MachineImage, type MachineState, SETTLED } from "./things.js";
import { SHARE } from "./timing.js";

const INITIAL: ReadonlySet<string> = new Set(SETTLED);

export interface NewMachine extends Making {
  readonly configuration: string;
  readonly image: string;
  readonly credential?: string | undefined;
  /** Base64. */
  readonly userData?: string | undefined;
  readonly rack?: string | undefined;
  readonly maintenance?: string | undefined;
  readonly initialState: MachineState;
  /** Existing interfaces; without any, the machine gets one in the default network. */
  readonly interfaces?: readonly Connecting[] | undefined;
}

interface Connecting {
  readonly id: string;
  /** It was made for this machine, with which it goes. */
  readonly goes: boolean;
}

export interface MachineChanges extends Relabelling {
  readonly cpu?: number | undefined;
  /** Mebibytes. */
  readonly memory?: number | undefined;
  /** Null takes it away. */
  readonly maintenance?: string | null | undefined;
}

export function createMachine(cloud: Cloud, given: NewMachine): Machine {
  if (!INITIAL.has(given.initialState)) {
    throw new Refusal("Invalid", `a machine cannot begin ${given.initialState}; accepted: ${SETTLED.join(", ")}`);
  }
  const configuration = cloud.need("machineConfiguration", given.configuration);
  const image = usableImage(cloud, given.image);
  requireRoom(given.userData);
  if (given.credential !== undefined) cloud.need("credential", given.credential);
  const machine = cloud.add("machine", {
    ...inZone(given),
    ...hardware(configuration),
    image: image.id,
    credential: given.credential,
    userData: given.userData,
    rack: inRack(given.rack),
    maintenance: given.maintenance,
    state: "creating",
    next: [cloud.step(SHARE.create, given.initialState, memoryOf(cloud, given.initialState, image))],
  });
  for (const disk of configuration.disks) makeDisk(cloud, machine, { ...disk, tags: machine.tags });
  if (given.interfaces?.length) for (const held of given.interfaces) attachInterface(cloud, { ...held, machine: machine.id });
  else makeDefaultInterface(cloud, machine);
  return machine;
}

/** Bytes. */
export const MOST_USER_DATA = 65_536;

function requireRoom(userData = ""): void {
  const size = Buffer.byteLength(userData, "base64");
  if (size > MOST_USER_DATA)
    throw new Refusal("Invalid", `userData of ${size} bytes is not accepted; accepted: at most ${MOST_USER_DATA}`);
}

const hardware = ({ id, cpu, memory, architecture, speed }: MachineConfiguration) => ({
  configuration: id,
  cpu,
  memory,
  architecture,
  speed,
});

/** 5.14.2.1: from a snapshot with memory a machine is not booted but goes on where the snapshot was taken. */
const memoryOf = (cloud: Cloud, state: MachineState, image: MachineImage) => ({
  runtime: state === "off" ? undefined : (image.runtime ?? cloud.identify()),
});

/** @throws Refusal NotFound, or Conflict when it is not ready */
export function usableImage(cloud: Cloud, id: string): MachineImage {
  const image = cloud.need("machineImage", id);
  requireState(image, ["available"], "be used");
  return image;
}

const MOST_CPU = 256;
const MOST_MEMORY = 16 * 1024 * 1024;

export function updateMachine(cloud: Cloud, { cpu, memory, maintenance, ...labels }: MachineChanges): Machine {
  const machine = cloud.need("machine", labels.id);
  const size = {
    cpu: requireAmount(cpu ?? machine.cpu, MOST_CPU, "cpu"),
    memory: requireAmount(memory ?? machine.memory, MOST_MEMORY, "memory (mebibytes)"),
  };
  if (size.cpu !== machine.cpu || size.memory !== machine.memory) requireState(machine, ["off"], "change cpu or memory");
  const kept = { maintenance: changed(machine.maintenance, maintenance) };
  return cloud.put(machine, { ...relabelled(cloud, machine, labels), ...size, ...kept });
}

/** Disks, attachments and the interfaces made for it go with it; volumes and other interfaces stay. Deleting what is being deleted changes nothing. */
export function deleteMachine(cloud: Cloud, { id }: { readonly id: string }): Machine {
  const machine = cloud.need("machine", id);
  if (machine.state === "deleting") return machine;
  const next = [cloud.step(SHARE.delete, undefined)];
  for (const disk of cloud.owned("disk", id)) cloud.put(disk, { next });
  for (const attachment of cloud.owned("attachment", id)) cloud.put(attachment, { state: "detaching", next });
  retireInterfaces(cloud, id, next);
  forgetPeer(cloud, "Machine", id);
  return cloud.put(machine, { state: "deleting", next });
}
