import { addressIn, addressText, prefixIn, usable } from "./addresses.js";
import type { Cloud } from "./cloud.js";
import type { Protocol, ProtocolEndpoint, ProtocolSegment } from "./network-things.js";
import { Refusal } from "./refusal.js";

/**
 * The wished address, or one that the cloud chooses, in canonical form.
 *
 * @param except the endpoint that asks, which does not stand in its own way
 * @throws Refusal Invalid for an address that is none here, Conflict for one that is taken, QuotaExceeded when all are
 */
export function freeAddress(
  cloud: Cloud,
  protocol: Protocol,
  segment: ProtocolSegment | undefined,
  wish: string | undefined,
  except?: string,
): string {
  if (protocol === "Ethernet") return hardwareAddress(cloud, wish, except);
  if (segment) return addressWithin(cloud, segment, wish, except);
  if (wish === undefined)
    throw new Refusal("Invalid", "an endpoint without an address needs a segment, from which it is given one");
  return canonical(wish, protocol);
}

function canonical(text: string, protocol: Protocol): string {
  const address = addressIn(text);
  if (address.family === protocol) return addressText(address);
  throw new Refusal("Invalid", `the address ${text} is ${address.family}; an endpoint of ${protocol} is asked for`);
}

function addressWithin(cloud: Cloud, segment: ProtocolSegment, wish: string | undefined, except: string | undefined): string {
  const neighbours = cloud.owned("protocolEndpoint", segment.id).filter(({ id }) => id !== except);
  const prefix = prefixIn(segment.prefix!, segment.protocol);
  const { first, last } = usable(prefix);
  if (wish === undefined) return lowestFree(segment, neighbours);
  const address = canonical(wish, segment.protocol);
  const { value } = addressIn(address);
  if (value < first || value > last) {
    const [from, to] = [first, last].map((bound) => addressText({ ...prefix, value: bound }));
    throw new Refusal(
      "Invalid",
      `the address ${wish} is not accepted in protocolSegment ${segment.id}; accepted: ${from} to ${to}`,
    );
  }
  requireFree(address, neighbours);
  return address;
}

function lowestFree({ id, prefix: text, protocol }: ProtocolSegment, neighbours: readonly ProtocolEndpoint[]): string {
  const prefix = prefixIn(text!, protocol);
  const { first, last } = usable(prefix);
  const taken = new Set(neighbours.map(({ address }) => address));
  for (let value = first; value <= last; value++) {
    const address = addressText({ ...prefix, value });
    if (!taken.has(address)) return address;
  }
  throw new Refusal("QuotaExceeded", `protocolSegment ${id} has no free address; delete an endpoint first`);
}

function requireFree(address: string, neighbours: readonly ProtocolEndpoint[]): void {
  const holder = neighbours.find((other) => other.address === address);
  if (holder) throw new Refusal("Conflict", `the address ${address} is taken by protocolEndpoint ${holder.id}; choose another`);
}

const FORM = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;

/** Unicast, and unique in the cloud. One that the cloud chooses is of the range that is administered locally. */
function hardwareAddress(cloud: Cloud, wish: string | undefined, except: string | undefined): string {
  if (wish === undefined) return ["02", ...cloud.identify().replaceAll("-", "").slice(-10).match(/../g)!].join(":");
  const address = wish.toLowerCase().replaceAll("-", ":");
  if (!FORM.test(address) || (Number.parseInt(address.slice(0, 2), 16) & 1) === 1)
    throw new Refusal("Invalid", `the address ${wish} is not accepted; accepted: unicast addresses such as 02:00:5e:10:00:01`);
  const others = cloud.every("protocolEndpoint").filter(({ id, protocol }) => id !== except && protocol === "Ethernet");
  requireFree(address, others);
  return address;
}
