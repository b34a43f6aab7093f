import type { ServiceType } from "@cimi-gateway/model";
import type { Thing } from "./things.js";

/** Whether traffic passes. What has no word for being on its way keeps the old one until it is there. */
export type Passing = "creating" | "started" | "stopped" | "deleting" | "error";
export type Serving = "creating" | "enabled" | "disabled" | "deleting" | "error";

export type Protocol = "Ethernet" | "IPv4" | "IPv6";

/** Its owner is the network to which it is subordinate. */
export interface Network extends Thing<"network", Passing | "starting" | "stopping"> {
  /** It leads out of the cloud. */
  readonly external: boolean;
  /** The cloud's own: nobody changes, stops or deletes it. */
  readonly stock: boolean;
}

/** Its owner is its network. Whatever is in one network is on one wire, in however many protocols. */
export interface ProtocolSegment extends Thing<"protocolSegment", Passing> {
  readonly protocol: Protocol;
  /** `10.0.0.0/16`; Ethernet has none. */
  readonly prefix?: string | undefined;
  /** Its endpoints reach each other by a service only. */
  readonly isolated: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  readonly stock: boolean;
}

/** Its owner is its segment. */
export interface ProtocolEndpoint extends Thing<"protocolEndpoint", Serving> {
  readonly protocol: Protocol;
  /** In canonical form. */
  readonly address: string;
  /** The maker chose the address. */
  readonly chosen: boolean;
  readonly networkInterface?: string | undefined;
  /** Made for its interface: it goes with it. */
  readonly goes: boolean;
  /** The hardware address of its interface, without which there is none. */
  readonly builtIn: boolean;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Its owner is its machine. */
export interface NetworkInterface extends Thing<"networkInterface", Serving> {
  /** Made for its machine: it goes with it. */
  readonly goes: boolean;
  /** Bits per second. */
  readonly speed: number;
  /** Bytes. */
  readonly mtu: number;
}

/** Its owner is its network. */
export interface NetworkService extends Thing<"networkService", Passing> {
  readonly type: ServiceType;
  readonly endpoints: readonly string[];
  readonly segments: readonly string[];
  readonly policies: Readonly<Record<string, string>>;
}
