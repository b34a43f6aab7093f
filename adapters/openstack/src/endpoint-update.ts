import { type Accepted, type Changes, type Context, nativeId, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Reference, Values } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { holderIn } from "./endpoint-request.js";
import { type FixedEndpoint, isFloating, readEndpoints } from "./endpoints.js";
import { gone, unlessGone } from "./errors.js";
import { isAt, setFixed, wantedIn } from "./fixed-ips.js";
import { release } from "./fixed-release.js";
import { connect, disconnect } from "./floating-connection.js";
import { FLOATING_IPS, freeFloating, oneFloating } from "./floating-ips.js";
import { discard, redescribe } from "./network-writes.js";
import { isServed, onePort } from "./ports.js";

type EndpointChanges = Changes<"ProtocolEndpoint">;

export async function updateEndpoint(
  cloud: Cloud,
  id: string,
  changes: EndpointChanges,
  context: WriteContext,
): Promise<Accepted> {
  if (changes.parameters !== undefined)
    throw new ProviderFault("invalid", "OpenStack decides the parameters of an endpoint itself; leave them as they are");
  return isFloating(id) ? updateFloating(cloud, id, changes, context) : updateFixed(cloud, id, changes, context);
}

async function updateFloating(cloud: Cloud, id: string, changes: EndpointChanges, context: WriteContext): Promise<Accepted> {
  const { interface: target } = changes;
  if (target) await connect(cloud, id, nativeId(target), context);
  if (target === null) await disconnect(cloud, id, context);
  return redescribe(cloud, context, FLOATING_IPS, await oneFloating(cloud, id, context), changes);
}

/** Nothing of it fits natively: an address of a port has neither name nor tags. */
async function updateFixed(cloud: Cloud, id: string, changes: EndpointChanges, context: WriteContext): Promise<Accepted> {
  const { interface: target, name, description, properties } = changes;
  if (target !== undefined) await move(cloud, id, target, context);
  const kept = Object.entries({ name, description, properties }).filter(([, value]) => value !== undefined);
  return { id, ...(kept.length > 0 && { overlay: Object.fromEntries(kept) as Values }) };
}

/** An address goes from one port to another of its network: first it leaves. */
async function move(cloud: Cloud, id: string, target: Reference | null, context: WriteContext): Promise<void> {
  if (target === null)
    throw new ProviderFault(
      "invalid",
      "OpenStack has addresses of subnets on interfaces only: name another interface, or delete the endpoint",
    );
  const to = nativeId(target);
  const from = await context.step("holder", { send: () => movable(cloud, id, to, context) });
  if (from.holder === to) return;
  await context.step("leave", {
    send: async () => {
      await release(cloud, from.holder, from.address, context);
      return from.address;
    },
    undo: () => enter(cloud, from.holder, from, context),
  });
  await context.step("enter", {
    send: async () => {
      await enter(cloud, to, from, context);
      return from.address;
    },
  });
}

interface From {
  readonly holder: string;
  readonly subnet: string;
  readonly address: string;
  readonly [key: string]: string;
}

async function movable(cloud: Cloud, id: string, to: string, context: Context): Promise<From> {
  const { port, subnet, address } = await oneFixed(cloud, id, context);
  await holderIn(cloud, to, port.network_id, context);
  return { holder: port.id, subnet, address };
}

/** An address that the port has already is no error. */
async function enter(cloud: Cloud, port: string, { subnet, address }: From, context: Context): Promise<void> {
  const { fixed_ips = [] } = await onePort(cloud, port, context);
  if (!fixed_ips.some(isAt(address))) await setFixed(cloud, port, [...fixed_ips, wantedIn(subnet, address)], context);
}

async function oneFixed(cloud: Cloud, id: string, context: Context): Promise<FixedEndpoint> {
  const endpoint = (await readEndpoints(cloud, [id], context)).get(id);
  if (!endpoint) throw gone("endpoint", id);
  if (endpoint.kind !== "IPv4" && endpoint.kind !== "IPv6")
    throw new ProviderFault("conflict", `the endpoint ${id} is the MAC address of its interface and stays with it`);
  if (isServed(endpoint.port))
    throw new ProviderFault(
      "conflict",
      `the interface ${endpoint.port.id} belongs to a service of OpenStack, which alone changes it`,
    );
  return endpoint;
}

/** A floating IP is released, another address taken from its port. */
export async function deleteEndpoint(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  await context.step("delete", {
    send: async () => {
      if (isFloating(id)) return (await deleteFloating(cloud, id, context)).id;
      const { port, address } = await oneFixed(cloud, id, context);
      await release(cloud, port.id, address, context);
      return id;
    },
  });
  return { id };
}

async function deleteFloating(cloud: Cloud, id: string, context: Context) {
  const free = await freeFloating(cloud, id, undefined, context).catch((error) => unlessGone(error, id));
  return discard(cloud, context, FLOATING_IPS, free);
}
