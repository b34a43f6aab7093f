import { policyFault, type StringMap, takenPolicies } from "@cimi-gateway/model";
import { VPN_LIMITS } from "./vpn-connections.js";

/** What EC2 takes where nobody says another number (EC2 API reference, CreateCustomerGateway). */
const STANDARD_NUMBER = 65_000;

export interface Wish {
  /** Of the other end. */
  readonly address: string;
  readonly isStatic: boolean;
  readonly prefixes: readonly string[];
  readonly key: string | undefined;
  /** By which the other end speaks BGP. */
  readonly peerNumber: number;
  readonly localNumber: number | undefined;
}

/** What a connection has, for what a change leaves out. */
interface Standard {
  readonly isStatic: boolean;
  readonly peerNumber: number;
}

/** @throws InvalidValue for what EC2 cannot keep, before any call */
export function wishIn(given: StringMap | undefined, standard?: Standard): Wish {
  const policies = takenPolicies("VPN", given, VPN_LIMITS);
  const [tunnel] = Object.values(policies.tunnel ?? {});
  const [key] = Object.values(policies.preSharedKey ?? {});
  const { remotePrefixes: prefixes = [], routing, remoteAutonomousSystem, localAutonomousSystem } = policies;
  const isStatic = routing === undefined ? (standard?.isStatic ?? prefixes.length > 0) : routing === "static";
  if (tunnel?.peer.kind !== "address")
    throw policyFault("is missing: the address of the gateway at the other end, as tunnel.1", "tunnel");
  if (!isStatic && prefixes.length > 0)
    throw policyFault("must be absent: the routing is bgp, which tells them", "remotePrefixes");
  return {
    address: tunnel.peer.value,
    isStatic,
    prefixes,
    key,
    peerNumber: remoteAutonomousSystem ?? standard?.peerNumber ?? STANDARD_NUMBER,
    localNumber: localAutonomousSystem,
  };
}
