import { policyFault } from "@cimi-gateway/model";
import type { Hearing, MemberInput } from "./balancer-hearing.js";
import { CHECKS, PROTOCOLS, wordFor } from "./balancer-limits.js";

/** octavia/common/constants.py, L4_PROTOCOL_MAP: all but UDP are heard by TCP, and a port is heard on once by each. */
const transportOf = (protocol: string): string => (protocol === PROTOCOLS.udp ? "UDP" : "TCP");

/** octavia/api/v2/controllers/listener.py, _validate_create_listener. @throws InvalidValue for the second on a port */
export function checkPorts(hearings: readonly Pick<Hearing, "name" | "listener">[]): void {
  const held = new Map<string, string>();
  for (const { name, listener } of hearings) {
    const place = `${transportOf(listener.protocol)} ${listener.protocol_port}`;
    const other = held.get(place);
    if (other !== undefined)
      throw policyFault(`hears on ${place}, as ${other} does; accepted: a port that no other listens on`, "listener", name);
    held.set(place, name);
  }
}

/** How members are asked that are spoken to by UDP, and by anything else (octavia/api/v2/controllers/health_monitor.py). */
const DATAGRAM_CHECKS: readonly string[] = [CHECKS.udp, CHECKS.tcp, CHECKS.http];
const STREAM_CHECKS: readonly string[] = Object.values(CHECKS).filter((type) => type !== CHECKS.udp);

/** @throws InvalidValue for a health check that members of the listener cannot be asked by */
export function checkMonitors(hearings: readonly Pick<Hearing, "name" | "pool" | "monitor">[]): void {
  for (const { name, pool, monitor } of hearings) {
    const accepted = pool.protocol === PROTOCOLS.udp ? DATAGRAM_CHECKS : STREAM_CHECKS;
    if (monitor === null || accepted.includes(monitor.type)) continue;
    const words = accepted.map((type) => wordFor(CHECKS, type)).join(", ");
    throw policyFault(`cannot ask members of the listener ${name} like that; accepted: ${words}`, "health", monitor.name);
  }
}

/** Octavia has an address and a port once in a pool. @throws InvalidValue for one that is there twice */
export function checkTwins(members: readonly MemberInput[]): void {
  const held = new Set<string>();
  for (const { address, protocol_port, name } of members) {
    const place = `${address} port ${protocol_port}`;
    if (held.has(place))
      throw policyFault(
        `${place} gets the clients of a listener twice; accepted: once, as a member or as an endpoint of the service`,
        "member",
        ...(name === "" ? [] : [name]),
      );
    held.add(place);
  }
}
