import type {
  AttachmentStatus,
  ImageState,
  Instance,
  InstanceStateName,
  NatGatewayState,
  NetworkInterface,
  NetworkInterfaceStatus,
  SnapshotState,
  SubnetCidrBlockStateCode,
  SubnetState,
  VolumeModificationState,
  VolumeState,
  VpcState,
  VpnState,
} from "@aws-sdk/client-ec2";
import type { LoadBalancerStateEnum } from "@aws-sdk/client-elastic-load-balancing-v2";
import { type StateTable, stateIn } from "@cimi-gateway/adapter";
import type { StateOf } from "@cimi-gateway/model";
import { createdAt } from "./instance.js";

/** PROVIDERS.md, section 6. A terminated instance is still listed for about an hour; for CIMI it is gone. */
const MACHINE = {
  pending: "CREATING",
  running: "STARTED",
  stopping: "STOPPING",
  stopped: "STOPPED",
  "shutting-down": "DELETING",
  terminated: undefined,
} as const satisfies StateTable<InstanceStateName, StateOf<"Machine">>;

/** The same native words after StopInstances with Hibernate. */
const HIBERNATED: Partial<Record<StateOf<"Machine">, StateOf<"Machine">>> = { STOPPING: "SUSPENDING", STOPPED: "SUSPENDED" };

export const isHibernated = ({ StateReason }: Instance): boolean => StateReason?.Code === "Client.UserInitiatedHibernate";

/** EC2 says pending of a new instance and of one that is started again; LaunchTime is the time of the last start. */
const RESTART_GAP = 10_000;
const isRestarting = (instance: Instance): boolean =>
  instance.LaunchTime !== undefined && instance.LaunchTime.getTime() - (createdAt(instance)?.getTime() ?? Infinity) > RESTART_GAP;

/** Undefined: the machine is gone. */
export function machineState(instance: Instance): StateOf<"Machine"> | undefined {
  const state = stateIn(MACHINE, instance.State?.Name, "ERROR");
  if (state === "CREATING" && isRestarting(instance)) return "STARTING";
  return (state && isHibernated(instance) && HIBERNATED[state]) || state;
}

const VOLUME = {
  creating: "CREATING",
  available: "AVAILABLE",
  "in-use": "AVAILABLE",
  deleting: "DELETING",
  deleted: undefined,
  error: "ERROR",
} as const satisfies StateTable<VolumeState, StateOf<"Volume">>;

export const volumeState = (native: string | undefined): StateOf<"Volume"> | undefined => stateIn(VOLUME, native, "ERROR");

/** A snapshot in the recycle bin (recoverable) is gone until somebody brings it back. */
const VOLUME_IMAGE = {
  pending: "CREATING",
  recovering: "CREATING",
  completed: "AVAILABLE",
  error: "ERROR",
  recoverable: undefined,
} as const satisfies StateTable<SnapshotState, StateOf<"VolumeImage">>;

export const volumeImageState = (native: string | undefined): StateOf<"VolumeImage"> | undefined =>
  stateIn(VOLUME_IMAGE, native, "ERROR");

/** A disabled image exists, but nothing can be made from it. */
const MACHINE_IMAGE = {
  pending: "CREATING",
  transient: "CREATING",
  available: "AVAILABLE",
  disabled: "ERROR",
  error: "ERROR",
  failed: "ERROR",
  invalid: "ERROR",
  deregistered: undefined,
} as const satisfies StateTable<ImageState, StateOf<"MachineImage">>;

export const machineImageState = (native: string | undefined): StateOf<"MachineImage"> | undefined =>
  stateIn(MACHINE_IMAGE, native, "ERROR");

/** How far a ModifyVolume is: the new size can be used from `optimizing` on. */
const MODIFICATION = {
  modifying: "running",
  optimizing: "done",
  completed: "done",
  failed: "failed",
} as const satisfies StateTable<VolumeModificationState, "running" | "done" | "failed">;

export const modificationState = (native: string | undefined): "running" | "done" | "failed" =>
  stateIn(MODIFICATION, native, "failed") ?? "failed";

/** PROVIDERS.md, section 6: networks and segments carry traffic as soon as they are there. */
const NETWORK = { pending: "CREATING", available: "STARTED", deleting: "DELETING" } as const satisfies StateTable<
  VpcState,
  StateOf<"Network">
>;

export const networkState = (native: string | undefined): StateOf<"Network"> | undefined => stateIn(NETWORK, native, "ERROR");

const SEGMENT = {
  pending: "CREATING",
  available: "STARTED",
  unavailable: "ERROR",
  failed: "ERROR",
  "failed-insufficient-capacity": "ERROR",
} as const satisfies StateTable<SubnetState, StateOf<"ProtocolSegment">>;

export const segmentState = (native: string | undefined): StateOf<"ProtocolSegment"> | undefined =>
  stateIn(SEGMENT, native, "ERROR");

/** The block of IPv6 in a subnet has a state of its own. */
const IPV6_BLOCK = {
  associating: "CREATING",
  associated: "STARTED",
  disassociating: "DELETING",
  disassociated: undefined,
  failing: "ERROR",
  failed: "ERROR",
} as const satisfies StateTable<SubnetCidrBlockStateCode, StateOf<"ProtocolSegment">>;

export const ipv6BlockState = (native: string | undefined): StateOf<"ProtocolSegment"> | undefined =>
  stateIn(IPV6_BLOCK, native, "ERROR");

const INTERFACE = {
  pending: "CREATING",
  available: "ENABLED",
  associated: "ENABLED",
  "in-use": "ENABLED",
  attaching: "CREATING",
  detaching: "DISABLED",
} as const satisfies StateTable<NetworkInterfaceStatus | "pending", StateOf<"NetworkInterface">>;

/** While it is attached or detached, the attachment tells. */
const ATTACHMENT = {
  attaching: "CREATING",
  attached: "ENABLED",
  detaching: "DISABLED",
  detached: "ENABLED",
} as const satisfies StateTable<AttachmentStatus, StateOf<"NetworkInterface">>;

export const interfaceState = ({ Status, Attachment }: NetworkInterface): StateOf<"NetworkInterface"> | undefined => {
  const state = stateIn(INTERFACE, Status, "ERROR");
  return state === "ENABLED" && Attachment?.Status ? stateIn(ATTACHMENT, Attachment.Status, "ERROR") : state;
};

const NAT = {
  pending: "CREATING",
  available: "STARTED",
  failed: "ERROR",
  deleting: "DELETING",
  deleted: undefined,
} as const satisfies StateTable<NatGatewayState, StateOf<"NetworkService">>;

export const natState = (native: string | undefined): StateOf<"NetworkService"> | undefined => stateIn(NAT, native, "ERROR");

/** An internet gateway says available (or attached) of an attachment; one that is attached nowhere carries nothing. */
const GATEWAY = {
  attaching: "CREATING",
  available: "STARTED",
  attached: "STARTED",
  detaching: "DELETING",
  detached: "STOPPED",
} as const satisfies StateTable<AttachmentStatus | "available", StateOf<"NetworkService">>;

export const gatewayState = (native: string | undefined): StateOf<"NetworkService"> | undefined =>
  stateIn(GATEWAY, native ?? "detached", "ERROR");

const VPN = {
  pending: "CREATING",
  available: "STARTED",
  modifying: "STARTED",
  deleting: "DELETING",
  deleted: undefined,
} as const satisfies StateTable<VpnState | "modifying", StateOf<"NetworkService">>;

/** Of a VPN connection and of its gateways; what is deleted is listed for about an hour. */
export const vpnState = (native: string | undefined): StateOf<"NetworkService"> | undefined => stateIn(VPN, native, "ERROR");

/** One that is impaired still hands clients on, and is short of capacity for more. */
const BALANCER = {
  provisioning: "CREATING",
  active: "STARTED",
  active_impaired: "STARTED",
  failed: "ERROR",
} as const satisfies StateTable<LoadBalancerStateEnum, StateOf<"NetworkService">>;

export const balancerState = (native: string | undefined): StateOf<"NetworkService"> | undefined =>
  stateIn(BALANCER, native, "ERROR");
