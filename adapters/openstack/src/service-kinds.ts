import { dhcp } from "./dhcp.js";
import { firewall } from "./firewall.js";
import { gateway } from "./gateway.js";
import { router } from "./router.js";
import type { ServiceKind, ServiceMaker } from "./service.js";

/** What Neutron has without further services that is a service of Table 44. */
export const SERVICE_KINDS: readonly ServiceKind[] = [firewall, router, dhcp];

/** What can be made; a Gateway is a router, too. */
export const SERVICE_MAKERS: readonly ServiceMaker[] = [...SERVICE_KINDS, gateway];
