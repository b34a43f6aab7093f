import type { Cloud } from "./cloud.js";
import { inRegion, type Making, type Relabelling, relabelled, requireAmount, requireState } from "./labels.js";
import { enter, leave } from "./membership.js";
import { DEFAULT_SEGMENT } from "./network-catalogue.js";
import type { NetworkInterface } from "./network-things.js";
import { forgetPeer } from "./peers.js";
import { freeAddress } from "./protocol-address.js";
import { createEndpoint, type InitialServing, retireEndpoint } from "./protocol-endpoint.js";
import { Refusal } from "./refusal.js";
import { type Machine, SETTLED, type Step } from "./things.js";
import { SHARE } from "./timing.js";

export interface NewInterface extends Making {
  /** It is made for this machine, and goes with it. */
  readonly machine?: string | undefined;
  /** Bits per second. */
  readonly speed?: number | undefined;
  /** Bytes. */
  readonly mtu?: number | undefined;
  readonly initialState: InitialServing;
}

export interface InterfaceChanges extends Relabelling {
  readonly speed?: number | undefined;
  readonly mtu?: number | undefined;
}

export interface OnMachine {
  readonly id: string;
  readonly machine: string;
  /** It was made for the machine, with which it goes. */
  readonly goes?: boolean | undefined;
}

const SPEED = 10_000_000_000;
const MOST_SPEED = 400_000_000_000;
const MTU = 1500;
const MOST_MTU = 9216;

/** An interface with its hardware address. */
export function createInterface(cloud: Cloud, given: NewInterface): NetworkInterface {
  const { machine, speed, mtu, initialState, ...making } = given;
  if (machine !== undefined) requireReady(cloud, machine);
  const placed = inRegion(making);
  const next = [cloud.step(SHARE.network, initialState)];
  const made = cloud.add("networkInterface", {
    ...placed,
    owner: machine,
    goes: machine !== undefined,
    ...capacity({ speed: SPEED, mtu: MTU }, { speed, mtu }),
    state: "creating",
    next,
  });
  cloud.add("protocolEndpoint", {
    zone: placed.zone,
    protocol: "Ethernet",
    address: freeAddress(cloud, "Ethernet", undefined, undefined),
    chosen: false,
    networkInterface: made.id,
    tags: placed.tags,
    goes: true,
    builtIn: true,
    parameters: {},
    state: "creating",
    next,
  });
  return made;
}

/** What a machine has that names no interface: one in the default network. */
export function makeDefaultInterface(cloud: Cloud, { id: machine, tags }: Machine): void {
  const { id } = createInterface(cloud, { machine, tags, initialState: "enabled" });
  createEndpoint(cloud, { segment: DEFAULT_SEGMENT, networkInterface: id, tags, initialState: "enabled" });
}

export function updateInterface(cloud: Cloud, { speed, mtu, ...labels }: InterfaceChanges): NetworkInterface {
  const held = cloud.need("networkInterface", labels.id);
  return cloud.put(held, { ...relabelled(cloud, held, labels), ...capacity(held, { speed, mtu }) });
}

type Capacity = Pick<NetworkInterface, "speed" | "mtu">;
type Wish = Pick<NewInterface, "speed" | "mtu">;

const capacity = (before: Capacity, { speed = before.speed, mtu = before.mtu }: Wish): Capacity => ({
  speed: requireAmount(speed, MOST_SPEED, "speed (bits per second)"),
  mtu: requireAmount(mtu, MOST_MTU, "mtu (bytes)"),
});

export function deleteInterface(cloud: Cloud, { id }: { readonly id: string }): NetworkInterface {
  const held = cloud.need("networkInterface", id);
  if (held.state === "deleting") return held;
  if (held.owner !== undefined)
    throw new Refusal("Conflict", `networkInterface ${id} connects machine ${held.owner}; remove it there first`);
  return retireInterface(cloud, held, [cloud.step(SHARE.network, undefined)]);
}

/** Takes back a create, also of one that connects a machine. */
export const discardInterface = (cloud: Cloud, { id }: { readonly id: string }): NetworkInterface =>
  retireInterface(cloud, cloud.need("networkInterface", id), [cloud.step(SHARE.network, undefined)]);

/** What was made for it goes with it; other endpoints stay, connected by none. */
function retireInterface(cloud: Cloud, held: NetworkInterface, next: readonly Step[]): NetworkInterface {
  for (const endpoint of cloud.every("protocolEndpoint").filter(({ networkInterface }) => networkInterface === held.id)) {
    if (endpoint.goes) retireEndpoint(cloud, endpoint, next);
    else cloud.put(endpoint, { networkInterface: undefined });
  }
  forgetPeer(cloud, "NetworkInterface", held.id);
  return cloud.put(held, { state: "deleting", next });
}

/** The interfaces of a machine that is deleted: those made for it go with it. */
export function retireInterfaces(cloud: Cloud, machine: string, next: readonly Step[]): void {
  for (const held of cloud.owned("networkInterface", machine)) {
    if (held.goes) retireInterface(cloud, held, next);
    else cloud.put(held, { owner: undefined });
  }
}

/** @throws Refusal Conflict that names the machine that it connects already */
export function attachInterface(cloud: Cloud, { id, machine, goes = false }: OnMachine): NetworkInterface {
  const held = cloud.need("networkInterface", id);
  requireState(held, ["enabled", "disabled"], "connect a machine");
  requireReady(cloud, machine);
  return enter(cloud, held, machine, { goes });
}

/** What is taken out of a machine stays when the machine goes. */
export const detachInterface = (cloud: Cloud, { id, machine }: OnMachine): NetworkInterface =>
  leave(cloud, cloud.need("networkInterface", id), machine, { goes: false });

/** A machine in the making gets its interfaces, too. */
const requireReady = (cloud: Cloud, machine: string): void =>
  requireState(cloud.need("machine", machine), ["creating", ...SETTLED], "get an interface");
