import { type Context, gather, ProviderFault } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { FLOATING_IPS, type FloatingIp } from "./floating-ips.js";
import { allPages } from "./network-objects.js";
import { type NeutronPort, PORTS } from "./ports.js";

/** The floating IPs that reach their interfaces by way of a router: Neutron keeps its way for them. Whatever the scope: a hidden one holds it, too. */
async function floatingBy(cloud: Cloud, router: string, context: Context): Promise<readonly FloatingIp[]> {
  return gather(allPages<FloatingIp>(cloud, FLOATING_IPS, context, { router_id: router }));
}

/** @throws ProviderFault conflict that names the addresses outside for which a router is needed */
export async function refuseHeld(cloud: Cloud, router: string, context: Context): Promise<void> {
  const held = await floatingBy(cloud, router, context);
  if (held.length > 0) throw neededBy(router, held);
}

/** What to remove before a router leaves a segment, or turns to another network outside, which Neutron has refused. */
export async function heldOutside(
  cloud: Cloud,
  router: string,
  refusal: ProviderFault,
  context: Context,
  segment?: string,
): Promise<ProviderFault> {
  const all = await floatingBy(cloud, router, context);
  const inside = segment === undefined ? undefined : await portsIn(cloud, segment, context);
  const held = all.filter(({ port_id }) => inside === undefined || inside.includes(port_id ?? ""));
  return held.length === 0 ? refusal : neededBy(router, held, refusal);
}

async function portsIn(cloud: Cloud, segment: string, context: Context): Promise<readonly string[]> {
  const query = { fixed_ips: `subnet_id=${segment}`, fields: "id" };
  return (await gather(allPages<NeutronPort>(cloud, PORTS, context, query))).map(({ id }) => id);
}

const neededBy = (router: string, held: readonly FloatingIp[], cause?: ProviderFault): ProviderFault =>
  new ProviderFault(
    "conflict",
    `the service ${router} is needed by the endpoints ${held.map(({ id, floating_ip_address }) => `${id} (${floating_ip_address})`).join(", ")}; remove these from their interfaces first`,
    cause && { code: cause.code, requestId: cause.requestId, cause },
  );
