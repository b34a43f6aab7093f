import type { NetworkInterface } from "@aws-sdk/client-ec2";
import { type Context, type Membership, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { readAddress } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { privateId, readEndpoints } from "./endpoints.js";
import { gone } from "./errors.js";
import { isServed, primaryOf } from "./interfaces.js";

interface Held {
  readonly id: string;
  readonly groups: readonly string[];
  readonly [key: string]: string | readonly string[];
}

/**
 * EC2 filters interfaces, with all their addresses: the first endpoint stands for its interface. An interface has one firewall at least, so
 * that the last one cannot be left; the default one of the network, which it has from the start, stays beside others.
 */
export const firewallMembership = (cloud: Cloud): Required<Membership> => ({
  async insert(id, item, context) {
    const held = await context.step(`groups ${item}`, { send: () => heldBy(cloud, item, context) });
    await setGroups(cloud, `join ${item}`, held, [...held.groups.filter((group) => group !== id), id], context);
    return { id };
  },
  async remove(id, item, context) {
    const held = await context.step(`groups ${item}`, { send: () => leavable(cloud, id, item, context) });
    await setGroups(
      cloud,
      `leave ${item}`,
      held,
      held.groups.filter((group) => group !== id),
      context,
    );
    return { id };
  },
});

async function heldBy(cloud: Cloud, item: string, context: Context): Promise<Held> {
  const endpoint = (await readEndpoints(cloud, [item], context)).get(item);
  if (!endpoint) throw gone("endpoint", item);
  if (endpoint.kind === "elastic")
    throw new ProviderFault(
      "invalid",
      `EC2 filters interfaces: insert a private endpoint instead of ${item}, which is an Elastic IP address`,
    );
  const { held } = endpoint;
  checkFirst(held, item);
  if (isServed(held))
    throw new ProviderFault(
      "conflict",
      `the interface ${held.NetworkInterfaceId} belongs to a service of EC2, which alone changes it`,
    );
  return { id: held.NetworkInterfaceId!, groups: (held.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []) };
}

function checkFirst(held: NetworkInterface, item: string): void {
  const primary = primaryOf(held);
  const first = primary === undefined ? undefined : privateId(held, readAddress(primary));
  if (first !== item)
    throw new ProviderFault(
      "invalid",
      `EC2 filters interfaces as a whole: name the first endpoint of ${held.NetworkInterfaceId}, ${first}`,
    );
}

async function leavable(cloud: Cloud, id: string, item: string, context: Context): Promise<Held> {
  const held = await heldBy(cloud, item, context);
  if (held.groups.every((group) => group === id))
    throw new ProviderFault(
      "conflict",
      `${id} is the only firewall of the interface ${held.id}, and EC2 wants one: insert the endpoint into another first`,
    );
  return held;
}

async function setGroups(
  cloud: Cloud,
  step: string,
  held: Held,
  groups: readonly string[],
  context: WriteContext,
): Promise<void> {
  const set = async (Groups: readonly string[]): Promise<undefined> => {
    const input = { NetworkInterfaceId: held.id, Groups: [...Groups] };
    await cloud.client.write(context, (ec2, sending) => ec2.modifyNetworkInterfaceAttribute(input, sending));
    return undefined;
  };
  await context.step(step, {
    send: () => set(groups),
    undo: async () => {
      await set(held.groups);
    },
  });
}
