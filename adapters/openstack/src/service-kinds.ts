import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { dhcp } from "./dhcp.js";
import { firewall } from "./firewall.js";
import { gateway } from "./gateway.js";
import { loadBalancer } from "./load-balancer.js";
import { router } from "./router.js";
import type { Service, ServiceKind, ServiceMaker } from "./service.js";

/** What is natively a service of Table 44, as far as OpenStack has it in any cloud. */
export const SERVICE_KINDS: readonly ServiceKind[] = [firewall, router, dhcp, loadBalancer];

/** What can be made; a Gateway is a router, too. */
export const SERVICE_MAKERS: readonly ServiceMaker[] = [...SERVICE_KINDS, gateway];

/** Those that this cloud has: what another service than Neutron does is there where the service catalogue names that. */
async function offered<T extends ServiceMaker>({ client }: Cloud, all: readonly T[], context: Context): Promise<readonly T[]> {
  const has = await Promise.all(all.map(async ({ service }) => service === undefined || client.offers(context, service)));
  return all.filter((_, index) => has[index]);
}

export const kindsOf = (cloud: Cloud, context: Context): Promise<readonly ServiceKind[]> =>
  offered(cloud, SERVICE_KINDS, context);
export const makersOf = (cloud: Cloud, context: Context): Promise<readonly ServiceMaker[]> =>
  offered(cloud, SERVICE_MAKERS, context);

/** Page by page. Whom another service refuses altogether sees none of what it does, and all else. */
export async function* pagesOf(cloud: Cloud, kind: ServiceKind, context: Context): AsyncGenerator<readonly Service[]> {
  try {
    yield* kind.list(cloud, context);
  } catch (error) {
    if (kind.service === undefined || !(error instanceof ProviderFault) || error.kind !== "denied") throw error;
    context.log.warn({ service: kind.service, code: error.code }, `no ${kind.type} is listed: ${error.message}`);
  }
}
