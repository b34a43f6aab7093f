import { type Context, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import type { FixedWish } from "./endpoint-request.js";
import { fixedEndpointsOf, fixedId, markKey, markOf } from "./endpoints.js";
import { metadataOf } from "./network-objects.js";
import { putTags, tagsWith } from "./network-writes.js";
import { type NeutronPort, onePort, PORTS } from "./ports.js";

/** How many addresses of a port that was made through CIMI are still to become endpoints: it was made with those of its template. */
export const UNCLAIMED = "cimi-unclaimed";

const unclaimedOf = (port: NeutronPort): number => Number(metadataOf(port)?.[UNCLAIMED] ?? 0) || 0;

/** An address that the port was made with, of which no endpoint was made yet. */
export function claimable(port: NeutronPort, { subnet, address }: FixedWish): string | undefined {
  if (unclaimedOf(port) === 0) return undefined;
  const free = fixedEndpointsOf(port).filter((endpoint) => endpoint.subnet === subnet.id && markOf(endpoint) === undefined);
  return free.find((endpoint) => address === undefined || endpoint.address === address)?.address;
}

/** The address gets the marker of its endpoint; one that an earlier run gave it to is found by it. */
export async function claim(cloud: Cloud, wish: FixedWish, target: string, context: WriteContext): Promise<string> {
  const made = await context.step("create", {
    send: async ({ marker }) => {
      const port = await onePort(cloud, target, context);
      const known = fixedEndpointsOf(port).find((endpoint) => markOf(endpoint) === marker)?.address;
      const address = known ?? claimable(port, wish);
      if (address === undefined) throw new ProviderFault("conflict", `the addresses of the interface ${target} have changed`);
      if (known === undefined) await mark(cloud, port, address, marker, -1, context);
      return { address };
    },
    undo: async ({ address }) => {
      await mark(cloud, await onePort(cloud, target, context), address, undefined, 1, context);
    },
  });
  return fixedId(wish.subnet.id, made.address);
}

async function mark(
  cloud: Cloud,
  port: NeutronPort,
  address: string,
  marker: string | undefined,
  more: number,
  context: Context,
): Promise<void> {
  const left = unclaimedOf(port) + more;
  const tags = tagsWith(port, { [markKey(address)]: marker, [UNCLAIMED]: left > 0 ? String(left) : undefined });
  await putTags(cloud, context, PORTS, port.id, tags);
}
