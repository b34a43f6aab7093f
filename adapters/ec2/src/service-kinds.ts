import { dhcp } from "./dhcp.js";
import { egressGateway } from "./egress-gateway.js";
import { firewall } from "./firewall.js";
import { internetGateway } from "./gateway.js";
import { ipRouting } from "./ip-routing.js";
import { loadBalancer } from "./load-balancer.js";
import { nat } from "./nat.js";
import type { ServiceKind } from "./service.js";
import { vpn } from "./vpn.js";

/** Table 44, as far as EC2 has it. Of two kinds of one type the first is meant where a request does not say. */
export const SERVICE_KINDS: readonly ServiceKind[] = [
  firewall,
  ipRouting,
  nat,
  internetGateway,
  egressGateway,
  vpn,
  dhcp,
  loadBalancer,
];
