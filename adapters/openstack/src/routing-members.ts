import { type Context, type Membership, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { gatherPortions } from "./network-objects.js";
import { path } from "./paths.js";
import type { NeutronPort } from "./ports.js";
import { heldOutside } from "./router-users.js";
import { routerPorts, subnetsOf } from "./routers.js";
import type { ServiceRequest } from "./service.js";
import { type Sent, sent } from "./writes.js";

/** A router is in a subnet by a port that has the subnet's gateway address: a subnet has one such router. */
export const routingMembership = (cloud: Cloud): Required<Membership> => ({
  async insert(id, item, context) {
    const { isIn } = await context.step(`holder ${item}`, {
      send: async () => ({ isIn: (await segmentsHeld(cloud, [item], id, context)).includes(item) }),
    });
    return isIn ? { id } : join(cloud, id, item, context);
  },
  remove: (id, item, context) => leave(cloud, id, item, context),
});

/** The segments that a new service is asked to serve. */
export const segmentsJoining = ({ joining = [] }: ServiceRequest): readonly string[] =>
  joining.filter(({ attribute }) => attribute === "segments").map(({ item }) => item);

/** Neutron refuses a router that is in the segment already, as a Gateway and a segment that are made at once each see to it. */
export const join = (cloud: Cloud, id: string, item: string, context: WriteContext): Promise<Sent> =>
  context.step(`add ${item}`, {
    send: () =>
      change(cloud, "add_router_interface", id, item, context).catch(async (error): Promise<Sent> => {
        const held = isConflict(error) ? await joined(cloud, id, item, context) : undefined;
        if (held) return held;
        throw error;
      }),
    find: () => joined(cloud, id, item, context),
    undo: async () => {
      await change(cloud, "remove_router_interface", id, item, context).catch((error) => unlessGone(error, undefined));
    },
  });

/** What the router is not in any more needs no leaving. What stands outside for something in the segment is named. */
export const leave = (cloud: Cloud, id: string, item: string, context: WriteContext): Promise<Sent> =>
  context.step(`remove ${item}`, {
    send: () =>
      change(cloud, "remove_router_interface", id, item, context).catch(async (error): Promise<Sent> => {
        if (isConflict(error)) throw await heldOutside(cloud, id, error, context, item);
        return unlessGone(error, { id });
      }),
    undo: async () => {
      if (!(await joined(cloud, id, item, context))) await change(cloud, "add_router_interface", id, item, context);
    },
  });

const isConflict = (error: unknown): error is ProviderFault => error instanceof ProviderFault && error.kind === "conflict";

/** Whether a router is in a segment. */
const joined = async (cloud: Cloud, id: string, item: string, context: Context): Promise<Sent | undefined> =>
  (await portsIn(cloud, [item], context)).some(({ device_id }) => device_id === id) ? { id } : undefined;

type Change = "add_router_interface" | "remove_router_interface";

async function change({ client }: Cloud, action: Change, id: string, subnet: string, context: Context): Promise<Sent> {
  const call = { service: "network", method: "PUT", path: path`/routers/${id}/${action}`, body: { subnet_id: subnet } } as const;
  return sent(id, await client.write(context, call));
}

/** By which routers are in subnets. */
const portsIn = (cloud: Cloud, subnets: readonly string[], context: Context): Promise<readonly NeutronPort[]> =>
  gatherPortions(subnets, (portion) =>
    routerPorts(cloud, context, { fixed_ips: portion.map((subnet) => `subnet_id=${subnet}`) }),
  );

/**
 * Those of the segments that a router has already; without a router none.
 *
 * @throws ProviderFault conflict that names the holder of one that another has
 */
export async function segmentsHeld(
  cloud: Cloud,
  segments: readonly string[],
  router: string | undefined,
  context: Context,
): Promise<readonly string[]> {
  const ports = await portsIn(cloud, segments, context);
  const other = ports.find(({ device_id }) => device_id && device_id !== router);
  if (!other) return subnetsOf(ports);
  const taken = subnetsOf([other]).find((subnet) => segments.includes(subnet)) ?? segments[0];
  throw new ProviderFault("conflict", `the segment ${taken} has the routing service ${other.device_id}; remove it there first`);
}
