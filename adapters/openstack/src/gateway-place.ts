import { type Context, gather, nativeId, ProviderFault } from "@cimi-gateway/adapter";
import { type Policies, type PolicyLimits, type StringMap, takenPolicies } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { gatewaysOf } from "./gateways.js";
import { isExternal, networkPages, oneNetwork } from "./networks.js";
import { firstOf } from "./reading.js";
import { segmentsHeld } from "./routing-members.js";
import { subnetPages } from "./subnets.js";

/** Which address a router has outside, and whether it translates, is for administrators (neutron/conf/policies/router.py). */
export const GATEWAY_LIMITS: PolicyLimits<"Gateway"> = {
  kind: { values: ["internet"] },
  outside: { automatic: {}, network: {} },
};

type Outside = Policies<"Gateway">["outside"];

/** The external network that policies name; undefined: any. @throws InvalidValue for what a router cannot be */
export function outsideIn(given: StringMap | undefined): string | undefined {
  const { outside }: { outside?: Outside } = takenPolicies("Gateway", given, GATEWAY_LIMITS);
  return outside?.kind === "network" ? nativeId(outside.value) : undefined;
}

/** Finds out whether a Gateway can be made. @throws ProviderFault that says why not */
export async function placeOf(
  cloud: Cloud,
  network: string,
  wanted: string | undefined,
  named: readonly string[],
  context: Context,
): Promise<{ outside: string; segments: string[] }> {
  await refuseSecond(cloud, network, context);
  const outside = await outsideOf(cloud, wanted, context);
  const segments = named.length > 0 ? [] : await segmentsOf(cloud, network, context);
  await segmentsHeld(cloud, [...named, ...segments], undefined, context);
  return { outside, segments };
}

/** One that names no network outside takes the first: the one in which addresses are that name none either. */
export async function outsideOf(cloud: Cloud, wanted: string | undefined, context: Context): Promise<string> {
  if (wanted !== undefined) {
    if (isExternal(await oneNetwork(cloud, wanted, context))) return wanted;
    throw new ProviderFault(
      "invalid",
      `the network ${wanted} leads nowhere outside; accepted in policies.outside: an external network, automatic`,
    );
  }
  const found = await firstOf(networkPages(cloud, context, { "router:external": "true" }), isExternal);
  if (found) return found.id;
  throw new ProviderFault(
    "conflict",
    "this cloud shows the project no external network, to which a gateway could lead; ask its operator for one",
  );
}

/** Of two, a segment that is made later would not know which to enter. */
async function refuseSecond(cloud: Cloud, network: string, context: Context): Promise<void> {
  if (isExternal(await oneNetwork(cloud, network, context)))
    throw new ProviderFault("invalid", `the network ${network} is outside itself; name one inside of the cloud`);
  const held = await firstOf(gatewaysOf(cloud, network, context), () => true);
  if (held)
    throw new ProviderFault(
      "conflict",
      `the network ${network} has the gateway ${held.id} already; change that, or delete it first`,
    );
}

/**
 * Segments that were made after it was found out where a Gateway can be, and before its router had the tags by which they would have found it.
 * @throws ProviderFault conflict that names the holder of one that another router has
 */
export async function lateSegments(
  cloud: Cloud,
  network: string,
  { router, known }: { readonly router: string; readonly known: readonly string[] },
  context: Context,
): Promise<string[]> {
  const late = (await segmentsOf(cloud, network, context)).filter((segment) => !known.includes(segment));
  const held = late.length === 0 ? [] : await segmentsHeld(cloud, late, router, context);
  return late.filter((segment) => !held.includes(segment));
}

/** A subnet whose DHCP names no router has no address for one. */
async function segmentsOf(cloud: Cloud, network: string, context: Context): Promise<string[]> {
  const subnets = await gather(subnetPages(cloud, context, { network_id: network }));
  return subnets.filter(({ gateway_ip }) => gateway_ip).map(({ id }) => id);
}
