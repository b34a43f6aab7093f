import type { Network, NetworkInterface, NetworkService, ProtocolEndpoint, ProtocolSegment } from "./network-things.js";

/** What exists in the simulated cloud. A thing is a value: a change replaces it, and what did not change stays the very same object. */
export interface Things {
  readonly machine: Machine;
  readonly disk: Disk;
  readonly attachment: Attachment;
  readonly machineConfiguration: MachineConfiguration;
  readonly machineImage: MachineImage;
  readonly volume: Volume;
  readonly volumeImage: VolumeImage;
  readonly credential: Credential;
  readonly network: Network;
  readonly protocolSegment: ProtocolSegment;
  readonly protocolEndpoint: ProtocolEndpoint;
  readonly networkInterface: NetworkInterface;
  readonly networkService: NetworkService;
}

export type Kind = keyof Things;

export const KINDS: readonly Kind[] = [
  "machine",
  "disk",
  "attachment",
  "machineConfiguration",
  "machineImage",
  "volume",
  "volumeImage",
  "credential",
  "network",
  "protocolSegment",
  "protocolEndpoint",
  "networkInterface",
  "networkService",
];

/** A change of state that falls due by the clock. Without a state the thing is gone then. */
export interface Step {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly state?: string | undefined;
  /** What else is different from then on. */
  readonly changes?: Readonly<Record<string, unknown>> | undefined;
}

/** What the consumer may write on everything. */
export interface Labels {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly properties?: Readonly<Record<string, string>> | undefined;
}

export interface Thing<K extends Kind, State extends string> extends Labels {
  readonly kind: K;
  readonly id: string;
  /** Grows in the order of creation; the cursor of lists. */
  readonly serial: number;
  /** Grows with every change. */
  readonly version: number;
  /** The id of what it belongs to: the machine of a disk, the volume of a volume image, the network of a segment. */
  readonly owner?: string | undefined;
  /** What the maker called it. */
  readonly marker?: string | undefined;
  /** What the operator files it under; never changes, and is no matter of consumers. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly zone: string;
  /** RFC 3339. */
  readonly created: string;
  readonly updated?: string | undefined;
  readonly state: State;
  readonly next?: readonly Step[] | undefined;
  /** Lists and reads do not show it before: an eventually consistent cloud. */
  readonly hiddenUntil?: number | undefined;
}

export type AnyThing = Things[Kind];

export type MachineState =
  | "creating"
  | "starting"
  | "running"
  | "stopping"
  | "off"
  | "pausing"
  | "paused"
  | "suspending"
  | "suspended"
  | "capturing"
  | "restoring"
  | "deleting"
  | "error"
  | "failed";

/** States in which a machine takes orders. */
export const SETTLED: readonly MachineState[] = ["running", "off", "paused", "suspended"];

export interface Machine extends Thing<"machine", MachineState> {
  readonly cpu: number;
  /** Mebibytes. */
  readonly memory: number;
  readonly architecture: string;
  /** Megahertz. */
  readonly speed: number;
  readonly rack: string;
  /** When the operator may restart it, in words. */
  readonly maintenance?: string | undefined;
  readonly configuration: string;
  readonly image: string;
  readonly credential?: string | undefined;
  /** Base64. */
  readonly userData?: string | undefined;
  /** Names what its memory holds: new at each boot, kept in pause, suspension and snapshots; absent when it is off. */
  readonly runtime?: string | undefined;
  readonly latestSnapshot?: string | undefined;
}

export interface Disk extends Thing<"disk", "available"> {
  readonly owner: string;
  /** Megabytes (1,000,000 bytes), as everywhere in this cloud. */
  readonly size: number;
  readonly device: string;
}

/** A volume in a machine. Its id is the volume's, since a volume is in one machine at most. */
export interface Attachment extends Thing<"attachment", "attaching" | "attached" | "detaching" | "error"> {
  /** The machine. */
  readonly owner: string;
  readonly device: string;
}

export interface MachineConfiguration extends Thing<"machineConfiguration", "available"> {
  readonly cpu: number;
  readonly memory: number;
  readonly architecture: string;
  readonly speed: number;
  readonly disks: readonly { readonly size: number; readonly device: string }[];
}

export type ImageState = "creating" | "available" | "deleting" | "error";
export type ImageType = "image" | "snapshot" | "partial";

export interface MachineImage extends Thing<"machineImage", ImageState> {
  readonly type: ImageType;
  /** Its data. */
  readonly uri: string;
  /** The cloud's own: nobody changes or deletes it. */
  readonly stock: boolean;
  /** Snapshots: the one before. */
  readonly related?: string | undefined;
  /** Snapshots: the state of the machine, and what its memory held. */
  readonly machineState?: MachineState | undefined;
  readonly runtime?: string | undefined;
}

export interface Volume extends Thing<"volume", "creating" | "available" | "capturing" | "restoring" | "deleting" | "error"> {
  readonly size: number;
  readonly format?: string | undefined;
  readonly bootable: boolean;
  /** The volume image that it was made from or last restored to. */
  readonly image?: string | undefined;
}

export interface VolumeImage extends Thing<"volumeImage", ImageState> {
  readonly uri: string;
  readonly size: number;
  readonly bootable: boolean;
  readonly stock: boolean;
}

export interface Credential extends Thing<"credential", "available"> {
  readonly userName?: string | undefined;
  /** A public key as SSH writes it. */
  readonly key?: string | undefined;
  /** The password itself is not kept: nobody logs in here. */
  readonly password: boolean;
}
