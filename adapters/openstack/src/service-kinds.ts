import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { dhcp } from "./dhcp.js";
import { firewall } from "./firewall.js";
import { gateway } from "./gateway.js";
import { ipRouting } from "./ip-routing.js";
import { loadBalancer } from "./load-balancer.js";
import type { Service, ServiceKind } from "./service.js";

/** Table 44, as far as OpenStack has it in any cloud. */
export const SERVICE_KINDS: readonly ServiceKind[] = [firewall, ipRouting, gateway, dhcp, loadBalancer];

/** Those that this cloud has: what another service than Neutron does is there where the service catalogue names that. */
export async function kindsOf({ client }: Cloud, context: Context): Promise<readonly ServiceKind[]> {
  const offered = await Promise.all(
    SERVICE_KINDS.map(async ({ service }) => service === undefined || client.offers(context, service)),
  );
  return SERVICE_KINDS.filter((_, index) => offered[index]);
}

/** Page by page. Whom another service refuses altogether sees none of what it does, and all else. */
export async function* pagesOf(cloud: Cloud, kind: ServiceKind, context: Context): AsyncGenerator<readonly Service[]> {
  try {
    yield* kind.list(cloud, context);
  } catch (error) {
    if (kind.service === undefined || !(error instanceof ProviderFault) || error.kind !== "denied") throw error;
    context.log.warn({ service: kind.service, code: error.code }, `no ${kind.type} is listed: ${error.message}`);
  }
}
