import { type Accepted, type Changes, type Context, nativeId, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Reference, Values } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { freeAddress, oneAddress } from "./elastic-addresses.js";
import { connect, disconnect } from "./elastic-connection.js";
import { release } from "./elastic-create.js";
import { holderIn } from "./endpoint-request.js";
import { isElastic, isPrimary, type PrivateEndpoint, readEndpoints } from "./endpoints.js";
import { gone } from "./errors.js";
import { assign, unassign } from "./private-addresses.js";
import { retag } from "./writes.js";

type EndpointChanges = Changes<"ProtocolEndpoint">;

export async function updateEndpoint(
  cloud: Cloud,
  id: string,
  changes: EndpointChanges,
  context: WriteContext,
): Promise<Accepted> {
  if (changes.parameters !== undefined)
    throw new ProviderFault("invalid", "EC2 decides the parameters of an endpoint itself; leave them as they are");
  return isElastic(id) ? updateElastic(cloud, id, changes, context) : updatePrivate(cloud, id, changes, context);
}

async function updateElastic(cloud: Cloud, id: string, changes: EndpointChanges, context: WriteContext): Promise<Accepted> {
  const { interface: target } = changes;
  if (target) await connect(cloud, id, nativeId(target), context, true);
  if (target === null) await disconnect(cloud, id, context);
  const { Tags } = await oneAddress(cloud, id, context);
  return retag(cloud.client, context, { id, tags: Tags }, changes, cloud.settings);
}

async function updatePrivate(cloud: Cloud, id: string, changes: EndpointChanges, context: WriteContext): Promise<Accepted> {
  const { interface: target, name, description, properties } = changes;
  if (target !== undefined) await move(cloud, id, target, context);
  const overlay = Object.fromEntries(
    Object.entries({ name, description, properties }).filter(([, value]) => value !== undefined),
  );
  return { id, ...(Object.keys(overlay).length > 0 && { overlay: overlay as Values }) };
}

/** A private address goes from one interface to another of its subnet, unless it came with the first. */
async function move(cloud: Cloud, id: string, target: Reference | null, context: WriteContext): Promise<void> {
  if (target === null)
    throw new ProviderFault(
      "invalid",
      "EC2 has private addresses on interfaces only: name another interface, or delete the endpoint",
    );
  const to = nativeId(target);
  const from = await context.step("holder", { send: () => movable(cloud, id, to, context) });
  if (from.holder === to) return;
  const { address, kind } = from;
  await (kind === "IPv4" ? reassign(cloud, to, from, context) : exchange(cloud, to, { ...from, address }, context));
}

interface From {
  readonly holder: string;
  readonly address: string;
  readonly kind: "IPv4" | "IPv6";
  readonly [key: string]: string;
}

async function movable(cloud: Cloud, id: string, to: string, context: Context): Promise<From> {
  const endpoint = await onePrivate(cloud, id, context);
  const { held, address, kind } = endpoint;
  if (isPrimary(endpoint))
    throw new ProviderFault(
      "conflict",
      `the endpoint ${id} came with the interface ${held.NetworkInterfaceId} and stays with it`,
    );
  await holderIn(cloud, to, held.SubnetId!, context);
  return { holder: held.NetworkInterfaceId!, address, kind };
}

async function onePrivate(cloud: Cloud, id: string, context: Context): Promise<PrivateEndpoint> {
  const endpoint = (await readEndpoints(cloud, [id], context)).get(id);
  if (!endpoint) throw gone("endpoint", id);
  if (endpoint.kind === "IPv4" || endpoint.kind === "IPv6") return endpoint;
  throw new ProviderFault("conflict", `the endpoint ${id} is the MAC address of its interface and stays with it`);
}

/** One call takes an IPv4 address from one interface and gives it to the other; sent again it changes nothing. */
const reassign = (cloud: Cloud, to: string, { address, holder }: From, context: WriteContext): Promise<string> =>
  context.step("move", {
    send: () => assign(cloud, { target: to, kind: "IPv4", address, moves: true }, () => address, context),
    undo: async () => {
      await assign(cloud, { target: holder, kind: "IPv4", address, moves: true }, () => address, context);
    },
  });

async function exchange(cloud: Cloud, to: string, { address, holder }: From, context: WriteContext): Promise<void> {
  await context.step("leave", {
    send: async () => {
      await unassign(cloud, holder, address, context);
      return address;
    },
    undo: async () => {
      await assign(cloud, { target: holder, kind: "IPv6", address }, () => address, context);
    },
  });
  await context.step("enter", { send: () => assign(cloud, { target: to, kind: "IPv6", address }, () => address, context) });
}

/** An Elastic IP address is released, a private one taken from its interface. */
export async function deleteEndpoint(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  if (isElastic(id)) return deleteElastic(cloud, id, context);
  await context.step("delete", {
    send: async () => {
      const endpoint = await onePrivate(cloud, id, context);
      if (isPrimary(endpoint))
        throw new ProviderFault("conflict", `the endpoint ${id} goes with its interface ${endpoint.held.NetworkInterfaceId}`);
      await unassign(cloud, endpoint.held.NetworkInterfaceId!, endpoint.address, context);
      return id;
    },
  });
  return { id };
}

const deleteElastic = (cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> =>
  context.step("delete", {
    send: async () => release(cloud, await freeAddress(cloud, id, undefined, context), context),
  });
