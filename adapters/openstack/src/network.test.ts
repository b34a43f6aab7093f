import { gather, reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { context, ok, PROJECT, refused, request, type Scripted, scripted, shown, writing } from "./testing.js";

const NETWORKS = "GET network /networks";
const SUBNETS = "GET network /subnets";
const PORTS = "GET network /ports";

/** As Neutron 21 gives them, shortened. */
const network = (more: object = {}) => ({
  id: "n-1",
  name: "front",
  description: "the front [cimi-op 0b7e]",
  tags: ["tier=one", 'cimi-properties=["tier"]', "foreign"],
  status: "ACTIVE",
  admin_state_up: true,
  shared: false,
  "router:external": false,
  created_at: "2026-02-25T02:40:21Z",
  project_id: PROJECT,
  ...more,
});
const external = network({ id: "n-0", description: "", tags: [], "router:external": true, project_id: "admins" });
const subnet = (more: object = {}) => ({
  id: "s-1",
  network_id: "n-1",
  ip_version: 4,
  cidr: "10.0.0.0/20",
  gateway_ip: "10.0.0.1",
  enable_dhcp: true,
  project_id: PROJECT,
  ...more,
});

const listed = async (cloud: Scripted, type: "Network" | "ProtocolSegment") => {
  const adapter = cloud.of(type);
  return (await gather(adapter.list({}, context()))).map(
    (native) => [adapter.identify(native).id, shown(adapter, native)] as const,
  );
};

describe("networks of OpenStack", () => {
  it("tell marker, description and properties apart, and leave foreign tags out", async () => {
    const cloud = scripted({ [NETWORKS]: ok({ networks: [network()] }) });
    const adapter = cloud.of("Network");
    const [native] = await gather(adapter.list({}, context()));
    expect(adapter.identify(native)).toEqual({ id: "n-1", marker: "0b7e" });
    expect(shown(adapter, native)).toMatchObject({
      name: "front",
      description: "the front",
      properties: { tier: "one" },
      created: "2026-02-25T02:40:21.000Z",
      state: "STARTED",
      external: false,
    });
  });

  it("5.16.1: those that lead out of the cloud are shown whatever the scope, and neither changed nor deleted", async () => {
    const cloud = scripted({ [NETWORKS]: ok({ networks: [network(), external] }) }, { "scope.tags": { team: "web" } });
    const adapter = cloud.of("Network");
    const natives = await gather(adapter.list({}, context()));
    expect(natives.map((native) => [adapter.identify(native).id, adapter.editable!(native), adapter.deletable!(native)])).toEqual(
      [["n-0", false, false]],
    );
  });

  it("of other projects are left out unless they are shared, and those are not changed", async () => {
    const others = [network({ id: "n-2", project_id: "other" }), network({ id: "n-3", project_id: "other", shared: true })];
    const cloud = scripted({ [NETWORKS]: ok({ networks: others }) });
    const adapter = cloud.of("Network");
    const natives = await gather(adapter.list({}, context()));
    expect(natives.map((native) => [adapter.identify(native).id, adapter.editable!(native)])).toEqual([["n-3", false]]);
  });

  it("have their marker from the call that makes them, and their tags by a second one", async () => {
    const cloud = scripted({
      "POST network /networks": ok({ network: { id: "n-1" } }, 201),
      "PUT network /networks/n-1/tags": ok({ tags: [] }),
    });
    const more = { name: "front", description: "the front", properties: { tier: "one" } };
    const course = writing();
    expect(await cloud.of("Network").create!(request({}, more), course)).toEqual({ id: "n-1", requestId: "req-1" });
    expect(course.course).toEqual(["create", "tags"]);
    expect(cloud.bodies("POST network /networks")).toEqual([
      { network: { name: "front", description: "the front [cimi-op id-1]", admin_state_up: true } },
    ]);
    expect(cloud.bodies("PUT network /networks/n-1/tags")).toEqual([{ tags: ['cimi-properties=["tier"]', "tier=one"] }]);
  });

  it("are found by their marker after an interruption (RELIABILITY, A9)", async () => {
    const cloud = scripted({
      [NETWORKS]: ({ query }) => ok({ networks: query.description === "[cimi-op id-1]" ? [network({ id: "n-7" })] : [] }),
    });
    expect((await cloud.of("Network").create!(request({}), writing(["create"]))).id).toBe("n-7");
  });

  it("leave to the gateway what does not fit beside the marker or in a tag", async () => {
    const cloud = scripted({ "POST network /networks": ok({ network: { id: "n-1" } }, 201) });
    const overlay = { description: "d".repeat(230), properties: { wide: "w".repeat(252) } };
    expect(await cloud.of("Network").create!(request({}, overlay), writing())).toMatchObject({ id: "n-1", overlay });
  });

  it("5.16.1.2: with something in them are kept, though OpenStack would delete their subnets with them", async () => {
    const cloud = scripted({
      [SUBNETS]: ok({ subnets: [{ id: "s-1" }] }),
      [PORTS]: ok({
        ports: [
          { id: "p-1", device_owner: "network:dhcp" },
          { id: "p-2", device_owner: "network:router_interface", device_id: "r-1" },
          { id: "p-3", device_owner: "Octavia", device_id: "lb-2dd5f2b9" },
        ],
      }),
      "GET network /security-groups": ok({ security_groups: [] }),
      "GET network /routers": ok({ routers: [] }),
    });
    await expect(cloud.of("Network").delete!("n-1", writing())).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("s-1, r-1, 2dd5f2b9;"),
    });
  });
});

describe("segments of OpenStack", () => {
  it("are subnets, and one of each external network; they cost two calls", async () => {
    const cloud = scripted({
      [NETWORKS]: ok({ networks: [external] }),
      [SUBNETS]: ok({ subnets: [subnet(), subnet({ id: "s-2", ip_version: 6, cidr: "fd00::/64" })] }),
    });
    expect(await listed(cloud, "ProtocolSegment")).toMatchObject([
      ["n-0.ipv4", { protocol: "IPv4", network: reference("Network", "n-0") }],
      ["s-1", { protocol: "IPv4", parameters: { netmask: "255.255.240.0", subnetAddress: "10.0.0.0" } }],
      ["s-2", { protocol: "IPv6", parameters: { prefixLength: "64", subnetAddress: "fd00::" } }],
    ]);
    expect(cloud.lines()).toEqual([NETWORKS, SUBNETS]);
  });

  it("of IPv6 give out their addresses by DHCP", async () => {
    const cloud = scripted({
      "POST network /subnets": ok({ subnet: { id: "s-1" } }, 201),
      "GET network /routers": ok({ routers: [] }),
    });
    const parameters = { subnetAddress: "fd00:1::", prefixLength: "64" };
    const template = { network: reference("Network", "n-1"), protocol: "IPv6", parameters };
    await cloud.of("ProtocolSegment").create!(request(template), writing());
    expect(cloud.bodies("POST network /subnets")).toMatchObject([
      { subnet: { network_id: "n-1", ip_version: 6, cidr: "fd00:1::/64", ipv6_address_mode: "dhcpv6-stateful" } },
    ]);
  });

  it("that overlap are a conflict, which Neutron calls an invalid input", async () => {
    const message =
      "Invalid input for operation: Requested subnet with cidr: 10.0.0.0/24 for network: n-1 overlaps with another subnet.";
    const refusal = { NeutronError: { type: "InvalidInput", message, detail: "" } };
    const cloud = scripted({ "POST network /subnets": ok(refusal, 400) });
    const parameters = { subnetAddress: "10.0.0.0", netmask: "255.255.255.0" };
    const template = { network: reference("Network", "n-1"), protocol: "IPv4", parameters };
    await expect(cloud.of("ProtocolSegment").create!(request(template), writing())).rejects.toMatchObject({ kind: "conflict" });
  });

  it("with something in them are kept, and it is named, also where it came while they were deleted", async () => {
    const users = [{ id: "p-1", device_owner: "" }];
    for (const emptyFor of [0, 1]) {
      let asked = 0;
      const cloud = scripted({
        "DELETE network /subnets/s-1": refused(409, "SubnetInUse"),
        [PORTS]: ({ query }) => ok({ ports: query.fixed_ips === "subnet_id=s-1" && asked++ >= emptyFor ? users : [] }),
        "GET network /routers": ok({ routers: [] }),
      });
      await expect(cloud.of("ProtocolSegment").delete!("s-1", writing())).rejects.toMatchObject({
        kind: "conflict",
        message: expect.stringContaining("p-1"),
      });
    }
  });
});
