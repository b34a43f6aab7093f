import { dhcp } from "./dhcp.js";
import { firewall } from "./firewall.js";
import { gateway } from "./gateway.js";
import { ipRouting } from "./ip-routing.js";
import type { ServiceKind } from "./service.js";

/** Table 44, as far as Neutron has it without further services. */
export const SERVICE_KINDS: readonly ServiceKind[] = [firewall, ipRouting, gateway, dhcp];
