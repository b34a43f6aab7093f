import { reference } from "@cimi-gateway/adapter";
import { context, PROJECT, request, type Scripted, shown } from "./testing.js";

export const PORTS = "GET network /ports";
export const ROUTERS = "GET network /routers";
export const SUBNETS = "GET network /subnets";
export const FLOATING = "GET network /floatingips";

/** As Neutron 21 gives them, shortened. */
export const router = (more: object = {}) => ({
  id: "r-1",
  name: "router",
  status: "ACTIVE",
  admin_state_up: true,
  tags: [],
  routes: [],
  external_gateway_info: null,
  ...more,
});
/** The port by which the router is in the subnet. */
export const inSubnet = {
  id: "p-1",
  network_id: "n-1",
  device_id: "r-1",
  fixed_ips: [{ subnet_id: "s-1", ip_address: "10.0.0.1" }],
};
export const subnet = (more: object = {}) => ({
  id: "s-1",
  network_id: "n-1",
  ip_version: 4,
  cidr: "10.0.0.0/24",
  gateway_ip: "10.0.0.1",
  enable_dhcp: true,
  dns_nameservers: ["192.0.2.53"],
  host_routes: [],
  project_id: PROJECT,
  ...more,
});

/** A service as it is shown. */
export async function one(cloud: Scripted, id: string) {
  const adapter = cloud.of("NetworkService");
  return shown(adapter, (await adapter.read([id], context())).get(id));
}

export const inNetwork = (type: string, policies: object, more: object = {}) =>
  request<"NetworkService">({ type, network: reference("Network", "n-1"), policies }, more);
