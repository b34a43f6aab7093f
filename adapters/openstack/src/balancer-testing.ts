import { type Answers, ok, PROJECT, type Scripted, SETTINGS, scripted, tokenAnswer } from "./testing.js";

const at = (type: string, url: string) => ({ type, endpoints: [{ interface: "public", region: "RegionOne", url }] });

/** A cloud whose catalogue has Octavia. */
const CATALOGUE = [at("network", "http://network.test/"), at("load-balancer", "http://balancer.test")];

export const LB = "GET balancer /lbaas/loadbalancers/lb-1";
export const LISTENERS = "GET balancer /lbaas/listeners";
export const POOLS = "GET balancer /lbaas/pools";
export const POOL = "GET balancer /lbaas/pools/p-1";
export const MONITORS = "GET balancer /lbaas/healthmonitors";
export const MEMBERS = "GET balancer /lbaas/pools/p-1/members";
export const PORTS = "GET network /ports";

/** As Octavia 11 gives them, shortened. */
export const balancer = (more: object = {}) => ({
  id: "lb-1",
  name: "front",
  description: "",
  provisioning_status: "ACTIVE",
  operating_status: "OFFLINE",
  admin_state_up: true,
  project_id: PROJECT,
  created_at: "2026-06-01T12:00:00",
  updated_at: null,
  vip_address: "10.0.0.9",
  vip_subnet_id: "s-1",
  vip_network_id: "n-1",
  listeners: [{ id: "l-1" }],
  pools: [{ id: "p-1" }],
  tags: ["cimi-op=id-1"],
  ...more,
});

export const listener = (more: object = {}) => ({
  id: "l-1",
  name: "web",
  protocol: "TCP",
  protocol_port: 443,
  admin_state_up: true,
  default_pool_id: "p-1",
  l7policies: [],
  loadbalancers: [{ id: "lb-1" }],
  tags: [],
  ...more,
});

export const pool = (more: object = {}) => ({
  id: "p-1",
  name: "web",
  protocol: "TCP",
  lb_algorithm: "ROUND_ROBIN",
  session_persistence: null,
  healthmonitor_id: "h-1",
  loadbalancers: [{ id: "lb-1" }],
  members: [{ id: "m-1" }],
  tags: [],
  ...more,
});

export const monitor = (more: object = {}) => ({
  id: "h-1",
  name: "web",
  type: "TCP",
  delay: 10,
  timeout: 5,
  max_retries: 2,
  max_retries_down: 3,
  url_path: null,
  expected_codes: null,
  domain_name: null,
  ...more,
});

export const member = (more: object = {}) => ({
  id: "m-1",
  name: "",
  address: "10.0.0.7",
  protocol_port: 443,
  weight: 1,
  backup: false,
  admin_state_up: true,
  subnet_id: "s-1",
  tags: [],
  ...more,
});

export const port = { id: "port-1", network_id: "n-1", fixed_ips: [{ subnet_id: "s-1", ip_address: "10.0.0.7" }] };

/** The state of each thing in a load balancer. */
export const STATUS = "GET balancer /lbaas/loadbalancers/lb-1/status";
export const statuses = (listeners: readonly object[] = []) =>
  ok({ statuses: { loadbalancer: { id: "lb-1", provisioning_status: "ACTIVE", listeners } } });

/** One load balancer with one listener, whose only member is an endpoint. */
const PRESENT: Answers = {
  "POST identity /v3/auth/tokens": tokenAnswer("token-1", { catalog: CATALOGUE }),
  "GET balancer /lbaas/loadbalancers": ok({ loadbalancers: [balancer()] }),
  [LB]: ok({ loadbalancer: balancer() }),
  [STATUS]: statuses(),
  [LISTENERS]: ok({ listeners: [listener()] }),
  [POOLS]: ok({ pools: [pool()] }),
  [POOL]: ok({ pool: pool() }),
  [MONITORS]: ok({ healthmonitors: [monitor()] }),
  [MEMBERS]: ok({ members: [member()] }),
  [PORTS]: ok({ ports: [port] }),
  "GET network /networks": ok({ networks: [{ id: "n-1", project_id: PROJECT }] }),
  "GET network /subnets": ok({ subnets: [{ id: "s-1", network_id: "n-1", ip_version: 4, cidr: "10.0.0.0/24" }] }),
};

/** A cloud with a load balancer, or what the answers say instead. */
export const balancing = (answers: Answers = {}): Scripted =>
  scripted({ ...PRESENT, ...answers }, { endpointHosts: [...SETTINGS.endpointHosts, "balancer.test"] });

/** What CIMI calls it. */
export const ID = "lb-1.balancer";

export const services = (cloud: Scripted) => cloud.of("NetworkService");

/** What is left of the calls of a change once looks are passed over. */
export const changes = (cloud: Scripted): readonly string[] => cloud.lines().filter((line) => !line.startsWith("GET "));
