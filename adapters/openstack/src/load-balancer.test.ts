import { gather, ProviderFault, reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import {
  balancer,
  balancing,
  changes,
  ID,
  LB,
  LISTENERS,
  listener,
  MEMBERS,
  MONITORS,
  member,
  POOLS,
  PORTS,
  pool,
  services,
} from "./balancer-testing.js";
import { balancerState } from "./network-states.js";
import { context, ok, PROJECT, refused, request, type Scripted, scripted, shown, writing } from "./testing.js";

const CREATE = "POST balancer /lbaas/loadbalancers";

/** What Octavia answers to what makes a load balancer, in its order. */
const MAKING = {
  [CREATE]: ok({ loadbalancer: balancer({ listeners: [], pools: [] }) }, 201),
  "POST balancer /lbaas/pools": ok({ pool: { id: "p-1" } }, 201),
  "PUT balancer /lbaas/pools/p-1/members": ok("", 202),
  "POST balancer /lbaas/healthmonitors": ok({ healthmonitor: { id: "h-1" } }, 201),
  "POST balancer /lbaas/listeners": ok({ listener: { id: "l-1" } }, 201),
};

const one = async (cloud: Scripted) => shown(services(cloud), (await services(cloud).read([ID], context())).get(ID));
const wish = (policies: object, more: object = {}) =>
  request<"NetworkService">({ type: "Load Balancer", network: reference("Network", "n-1"), policies }, more);

describe("a cloud whose catalogue has no load balancers", () => {
  it("refuses the type, names the others, and is asked nothing", async () => {
    const cloud = scripted({});
    const creation = services(cloud).create!(wish({ "listener.web": "tcp 443" }), writing());
    await expect(creation).rejects.toThrow("none of it; accepted: Firewall, IP Routing, DHCP, Gateway");
    expect(cloud.lines()).toEqual([]);
  });

  it("lists what Neutron does, without a call elsewhere", async () => {
    const nothing = { security_groups: [], ports: [], routers: [], subnets: [], networks: [] };
    const lines = ["security-groups", "ports", "routers", "subnets", "networks"].map((kind) => `GET network /${kind}`);
    const cloud = scripted(Object.fromEntries(lines.map((line) => [line, ok(nothing)])));
    expect(await gather(services(cloud).list({}, context()))).toEqual([]);
    expect(cloud.lines().every((line) => line.startsWith("GET network "))).toBe(true);
  });
});

describe("load balancers of Octavia", () => {
  it("are shown with endpoints, segment, address and policies", async () => {
    const cloud = balancing();
    expect(await one(cloud)).toMatchObject({
      name: "front",
      type: "Load Balancer",
      state: "STARTED",
      network: reference("Network", "n-1"),
      segments: [reference("ProtocolSegment", "s-1")],
      endpoints: [reference("ProtocolEndpoint", "s-1.10.0.0.7")],
      policies: { "listener.web": "tcp 443", "health.web": "tcp every 10s timeout 5s healthy 2 unhealthy 3" },
    });
    const native = (await services(cloud).read([ID], context())).get(ID);
    expect(services(cloud).extensions!.attributes!.address!.read(native)).toBe("10.0.0.9");
    expect(services(cloud).identify(native)).toEqual({ id: ID, marker: "id-1" });
  });

  it("cost a list of them four calls, and one more for each pool with members; none of them one", async () => {
    const network = { security_groups: [], routers: [], networks: [] };
    const others = { "GET network /security-groups": ok(network), "GET network /routers": ok(network) };
    const quiet = { ...others, "GET network /networks": ok(network), "GET network /subnets": ok({ subnets: [] }) };
    const full = balancing(quiet);
    await gather(services(full).list({}, context()));
    const toOctavia = (cloud: Scripted) => cloud.lines().filter((line) => line.includes("balancer"));
    expect(toOctavia(full).toSorted()).toEqual(
      ["GET balancer /lbaas/loadbalancers", LISTENERS, POOLS, MONITORS, MEMBERS].toSorted(),
    );
    const empty = balancing({ ...quiet, "GET balancer /lbaas/loadbalancers": ok({ loadbalancers: [] }) });
    await gather(services(empty).list({}, context()));
    expect(toOctavia(empty)).toEqual(["GET balancer /lbaas/loadbalancers"]);
    const asked = (cloud: Scripted, line: string) => cloud.calls.find((call) => call.line === line)?.query;
    for (const line of [LISTENERS, POOLS, MONITORS]) expect(asked(full, line)).toMatchObject({ project_id: PROJECT });
    const single = balancing();
    await services(single).read([ID], context());
    expect(asked(single, LISTENERS)).toMatchObject({ load_balancer_id: "lb-1" });
    expect(asked(single, POOLS)).toMatchObject({ loadbalancer_id: "lb-1" });
    const denied = balancing({ ...quiet, "GET balancer /lbaas/loadbalancers": refused(403, "forbidden") });
    await expect(gather(services(denied).list({}, context()))).resolves.toEqual([]);
  });

  it("are made by a call that bears the marker; what hears and serves follows once there is something to be in", async () => {
    const cloud = balancing(MAKING);
    const policies = {
      "listener.web": "http 80 to 8080 algorithm least-connections persistence cookie",
      "member.one": "10.0.0.5 weight 3 backup",
      "health.up": "http path /up expect 200, 204",
    };
    const joining = [{ attribute: "endpoints", item: "s-1.10.0.0.7" }];
    const course = writing();
    const made = await services(cloud).create!(wish(policies, { name: "front", properties: { team: "blue" }, joining }), course);
    expect(made.id).toBe(ID);
    expect(course.course).toContain(`NetworkService ${ID} STARTED|STOPPED`);
    const tags = ["cimi-op=id-1", 'cimi-properties=["team"]', "team=blue"];
    expect(cloud.bodies(CREATE)).toEqual([{ loadbalancer: { name: "front", tags, vip_subnet_id: "s-1" } }]);
    expect(changes(cloud)).toEqual(Object.keys(MAKING).filter((line) => !line.startsWith("GET ")));
    expect(cloud.bodies("POST balancer /lbaas/pools")).toEqual([
      {
        pool: {
          loadbalancer_id: "lb-1",
          name: "web",
          protocol: "HTTP",
          lb_algorithm: "LEAST_CONNECTIONS",
          session_persistence: { type: "HTTP_COOKIE" },
          tags: ["cimi-to=8080"],
        },
      },
    ]);
    const common = { protocol_port: 8080, admin_state_up: true };
    expect(cloud.bodies("PUT balancer /lbaas/pools/p-1/members")).toEqual([
      {
        members: [
          { ...common, name: "one", address: "10.0.0.5", weight: 3, backup: true, tags: ["cimi-member=address"] },
          { ...common, name: "", address: "10.0.0.7", weight: 1, backup: false, subnet_id: "s-1", tags: [] },
        ],
      },
    ]);
    const retries = { max_retries: 2, max_retries_down: 3 };
    const asked = { type: "HTTP", url_path: "/up", expected_codes: "200,204", delay: 10, timeout: 5, ...retries };
    expect(cloud.bodies("POST balancer /lbaas/healthmonitors")).toEqual([
      { healthmonitor: { pool_id: "p-1", name: "up", ...asked } },
    ]);
    expect(cloud.bodies("POST balancer /lbaas/listeners")).toEqual([
      {
        listener: {
          loadbalancer_id: "lb-1",
          name: "web",
          protocol: "HTTP",
          protocol_port: 80,
          admin_state_up: true,
          default_pool_id: "p-1",
        },
      },
    ]);
  });

  it("are found by the marker after a call whose answer was lost, and so is what is in them", async () => {
    const cloud = balancing();
    const steps = ["create", "pool web", "watch web", "listen web"];
    const made = await services(cloud).create!(wish({ "listener.web": "tcp 443", "health.web": "tcp" }), writing(steps));
    expect(made.id).toBe(ID);
    expect(changes(cloud)).toEqual([]);
    const asked = (line: string) => cloud.calls.find((call) => call.line === line)?.query;
    expect(asked("GET balancer /lbaas/loadbalancers")).toMatchObject({ tags: "cimi-op=id-1" });
    expect(asked(POOLS)).toMatchObject({ loadbalancer_id: "lb-1", name: "web" });
    expect(asked(LISTENERS)).toMatchObject({ load_balancer_id: "lb-1", name: "web" });
  });

  it("are taken back with all that is in them, once they can be changed", async () => {
    const states = ["PENDING_CREATE", "PENDING_CREATE", "ACTIVE"];
    const cloud = balancing({
      [CREATE]: ok({ loadbalancer: balancer() }, 201),
      [LB]: () => ok({ loadbalancer: balancer({ provisioning_status: states.shift() }) }),
      "DELETE balancer /lbaas/loadbalancers/lb-1": ok("", 204),
    });
    const course = writing();
    await services(cloud).create!(wish({}), course);
    await course.undo();
    expect(states).toEqual([]);
    expect(cloud.calls.at(-1)).toMatchObject({
      line: "DELETE balancer /lbaas/loadbalancers/lb-1",
      query: { cascade: "true" },
    });
  });

  it.each([
    [{ "listener.web": "https 443 certificates x" }, "listener.web"],
    [{ "listener.web": "tcp 443 idle 60s" }, "listener.web"],
    [{ "listener.web": "tcp 80-90" }, "listener.web"],
    [{ "listener.web": "tcp 443 persistence cookie" }, "needs http"],
    [{ "listener.web": "http 80 persistence application-cookie" }, "cookie"],
    [{ "listener.web": "tcp 443", "member.a": "10.0.0.5 weight 257" }, "member.a"],
    [{ "listener.web": "tcp 443", "member.a": "10.0.0.5 pool x" }, "no listener hands clients to x"],
    [{ "listener.web": "tcp 443", "health.a": "tcp port 80" }, "health.a"],
    [{ "listener.web": "tcp 443", "health.a": "tcp path /up" }, "of http and https"],
    [{ "listener.web": "tcp 443", "health.a": "tcp", "health.b": "tcp" }, "second of its pool"],
    [{ "listener.web": "udp 53", "health.a": "ping" }, "accepted: udp, tcp, http"],
    [{ "listener.web": "udp 53", "health.a": "https" }, "accepted: udp, tcp, http"],
    [{ "listener.web": "tcp 53", "health.a": "udp" }, "accepted: tcp, tls, http, https, ping"],
    [{ "listener.a": "tcp 80", "listener.b": "http 80" }, "policies.listener.b: hears on TCP 80, as a does"],
    [
      { "listener.web": "tcp 80", "member.a": "10.0.0.5", "member.b": "endpoint:endpoints/s-1.10.0.0.5 port 80" },
      "policies.member.b: 10.0.0.5 port 80 gets",
    ],
    [{ external: "automatic" }, "external"],
    [{ scope: "internet" }, "scope"],
  ])("refuse %j before anything is sent", async (policies, problem) => {
    const cloud = balancing();
    const refusal = await services(cloud).create!(wish(policies), writing()).catch((error) => error);
    expect(`${refusal.path} ${refusal.message}`).toContain(problem);
    expect(cloud.lines()).toEqual([]);
  });

  it("take an endpoint once, a member of the policies or one that joins, before anything is sent", async () => {
    const cloud = balancing();
    const joining = [{ attribute: "endpoints", item: "s-1.10.0.0.7" }];
    const policies = { "listener.web": "tcp 443", "member.a": "endpoint:endpoints/s-1.10.0.0.7" };
    await expect(services(cloud).create!(wish(policies, { joining }), writing())).rejects.toThrow("10.0.0.7 port 443 gets");
    expect(cloud.lines()).toEqual([]);
  });

  it("hear by udp beside tcp on one port", async () => {
    const cloud = balancing(MAKING);
    const policies = { "listener.a": "tcp 53", "listener.b": "udp 53 pool b", "health.b": "udp pool b" };
    await expect(services(cloud).create!(wish(policies), writing())).resolves.toMatchObject({ id: ID });
  });

  it("are not changed where another tool made what policies cannot say", async () => {
    for (const foreign of [{ l7policies: [{ id: "x" }] }, { protocol: "SCTP" }]) {
      const cloud = balancing({ [LISTENERS]: ok({ listeners: [listener(foreign)] }) });
      const change = services(cloud).update!(ID, { policies: { "listener.web": "tcp 443" } }, writing());
      await expect(change).rejects.toThrow("made past CIMI");
      expect(changes(cloud)).toEqual([]);
    }
  });

  it("show the port of a member of several listeners, also where it is that of one of them", async () => {
    for (const [first, last] of [
      [8080, 443],
      [443, 8080],
    ]) {
      const cloud = balancing({
        "GET balancer /lbaas/loadbalancers/lb-1": ok({ loadbalancer: balancer({ listeners: [{ id: "l-1" }, { id: "l-2" }] }) }),
        [LISTENERS]: ok({
          listeners: [listener({ protocol_port: first }), listener({ id: "l-2", name: "other", protocol_port: last })],
        }),
        [MEMBERS]: ok({
          members: [
            member({ name: "a", protocol_port: 8080, tags: ["cimi-member=address"] }),
            member({ id: "m-2", address: "10.0.0.8", protocol_port: 8080 }),
          ],
        }),
        [PORTS]: ok({ ports: [] }),
      });
      const { policies } = (await one(cloud)) as { policies: Record<string, string> };
      const told = Object.entries(policies).filter(([key]) => key.startsWith("member."));
      expect(Object.fromEntries(told)).toEqual({
        "member.a": "10.0.0.7 port 8080",
        "member.10.0.0.8:8080": "10.0.0.8 port 8080",
      });
    }
  });

  it("show members that another tool put there by their addresses, also endpoints that are gone", async () => {
    const members = [member({ protocol_port: 8443, weight: 0 }), member({ id: "m-2", address: "10.0.0.8" })];
    const cloud = balancing({ [MEMBERS]: ok({ members }), [PORTS]: ok({ ports: [] }) });
    expect(await one(cloud)).toMatchObject({
      endpoints: [],
      policies: { "member.10.0.0.7:8443": "10.0.0.7 port 8443 weight 0", "member.10.0.0.8": "10.0.0.8" },
    });
  });
});

describe("endpoints of a load balancer of Octavia", () => {
  const { insert, remove } = services(balancing()).collections!.endpoints!;
  const held = (cloud: Scripted) => services(cloud).collections!.endpoints!;

  it("come beside the members, and leave alone", async () => {
    expect([typeof insert, typeof remove]).toEqual(["function", "function"]);
    const FILL = "PUT balancer /lbaas/pools/p-1/members";
    const cloud = balancing({ [FILL]: ok("", 202), "DELETE balancer /lbaas/pools/p-1/members/m-1": ok("", 204) });
    await held(cloud).insert!(ID, "s-1.10.0.0.8", writing());
    expect(cloud.calls.find(({ line }) => line === FILL)).toMatchObject({
      query: { additive_only: "true" },
      body: { members: [{ address: "10.0.0.8", protocol_port: 443, subnet_id: "s-1" }] },
    });
    await held(cloud).insert!(ID, "s-1.10.0.0.7", writing());
    expect(cloud.bodies(FILL)).toHaveLength(1);
    await held(cloud).remove!(ID, "s-1.10.0.0.7", writing());
    expect(changes(cloud).at(-1)).toBe("DELETE balancer /lbaas/pools/p-1/members/m-1");
  });

  it("must be addresses in the cloud, with a listener that hands them clients, and no members of the policies", async () => {
    await expect(held(balancing()).insert!(ID, "floating-1", writing())).rejects.toMatchObject({ kind: "invalid" });
    const pooled = balancing({ [POOLS]: ok({ pools: [pool({ tags: ["cimi-pool=x"] })] }) });
    await expect(held(pooled).insert!(ID, "s-1.10.0.0.8", writing())).rejects.toThrow("no listener without a pool");
    const named = balancing({ [MEMBERS]: ok({ members: [member({ name: "a", tags: ["cimi-member=address"] })] }) });
    await expect(held(named).insert!(ID, "s-1.10.0.0.7", writing())).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("the member a of the policies"),
    });
  });

  it("keep the segment of a load balancer, which has its address there", async () => {
    const cloud = balancing();
    const segments = services(cloud).collections!.segments!;
    await expect(segments.insert!(ID, "s-1", writing())).resolves.toMatchObject({ id: ID });
    for (const act of [segments.insert!(ID, "s-2", writing()), segments.remove!(ID, "s-1", writing())])
      await expect(act).rejects.toBeInstanceOf(ProviderFault);
  });
});

describe("states of load balancers of Octavia (octavia_lib, SUPPORTED_PROVISIONING_STATUSES)", () => {
  it.each([
    ["ACTIVE", true, "STARTED"],
    ["ACTIVE", false, "STOPPED"],
    ["PENDING_CREATE", true, "CREATING"],
    ["PENDING_UPDATE", true, "STARTED"],
    ["PENDING_DELETE", true, "DELETING"],
    ["ERROR", true, "ERROR"],
    ["DELETED", true, undefined],
    ["UNHEARD", true, "ERROR"],
  ])("%s, up: %s, is %s", (provisioning_status, admin_state_up, state) => {
    expect(balancerState({ id: "lb-1", provisioning_status, admin_state_up })).toBe(state);
  });
});
