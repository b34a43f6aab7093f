import { gather, reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { inNetwork, one, PORTS, ROUTERS, SUBNETS, subnet } from "./service-testing.js";
import { context, ok, scripted, shown, writing } from "./testing.js";

const GROUPS = "GET network /security-groups";
const RULES = "POST network /security-group-rules";

/** As Neutron 21 gives them, shortened. */
const out = (ethertype: string) => ({
  id: `out-${ethertype}`,
  direction: "egress",
  ethertype,
  protocol: null,
  description: null,
});
const OPEN = [out("IPv4"), out("IPv6")];
const rule = (id: string, more: object) => ({ id, direction: "ingress", ethertype: "IPv4", protocol: null, ...more });
const group = (rules: readonly object[], more: object = {}) => ({
  id: "g-1",
  name: "web",
  stateful: true,
  tags: ["cimi-network=n-1"],
  security_group_rules: rules,
  ...more,
});
describe("firewalls of OpenStack", () => {
  it("are security groups, whose rules of one name are one", async () => {
    const rules = [
      ...OPEN,
      rule("a", {
        protocol: "tcp",
        port_range_min: 443,
        port_range_max: 443,
        remote_ip_prefix: "0.0.0.0/0",
        description: "cimi:web",
      }),
      rule("b", { protocol: "6", port_range_min: 22, port_range_max: 22, remote_group_id: "g-1", description: "cimi:in: us" }),
      rule("c", {
        protocol: "tcp",
        ethertype: "IPv6",
        port_range_min: 22,
        port_range_max: 22,
        remote_group_id: "g-1",
        description: "cimi:in: us",
      }),
      rule("d", { protocol: "icmp", port_range_min: 8, port_range_max: 0, remote_ip_prefix: "10.0.0.5/8", description: "" }),
      rule("e", { protocol: "udp", remote_group_id: "g-2", description: "cimi:old" }),
    ];
    const cloud = scripted({ [GROUPS]: ok({ security_groups: [group(rules)] }), [PORTS]: ok({ ports: [] }) });
    expect(await one(cloud, "g-1.firewall")).toMatchObject({
      name: "web",
      type: "Firewall",
      network: reference("Network", "n-1"),
      policies: {
        "rule.web": "allow in tcp 443 from 0.0.0.0/0",
        "rule.in": "allow in tcp 22 from service:networkServices/g-1.firewall note us",
        "rule.in.icmp.8-0": "allow in icmp 8/0 from 10.0.0.0/8",
        "rule.old": "allow in udp from service:networkServices/g-2.firewall over IPv4",
        "default.in": "deny",
        "default.out": "allow",
        tracking: "stateful",
      },
    });
  });

  it("are made with all their rules in one call, and without what lets everything out where that is denied", async () => {
    const cloud = scripted({
      "POST network /security-groups": ok({ security_group: { id: "g-1" } }, 201),
      "PUT network /security-groups/g-1/tags": ok({ tags: [] }),
      [GROUPS]: ok({ security_groups: [group(OPEN)] }),
      [RULES]: ok({ security_group_rules: [] }, 201),
      "DELETE network /security-group-rules/out-IPv4": ok("", 204),
      "DELETE network /security-group-rules/out-IPv6": ok("", 204),
    });
    const policies = { "rule.web": "allow in tcp 443 from 10.0.0.0/8", "rule.ping": "allow in icmp 8", "default.out": "deny" };
    const made = await cloud.of("NetworkService").create!(inNetwork("Firewall", policies), writing());
    expect(made.id).toBe("g-1.firewall");
    const rules = { security_group_id: "g-1", direction: "ingress", ethertype: "IPv4" };
    expect(cloud.bodies(RULES)).toEqual([
      {
        security_group_rules: [
          {
            ...rules,
            protocol: "tcp",
            port_range_min: 443,
            port_range_max: 443,
            remote_ip_prefix: "10.0.0.0/8",
            description: "cimi:web",
          },
          { ...rules, protocol: "icmp", port_range_min: 8, description: "cimi:ping" },
        ],
      },
    ]);
    expect(cloud.lines().filter((line) => line.startsWith("DELETE"))).toHaveLength(2);
  });

  it.each([
    [{ "rule.a": "deny in tcp 22" }, "allow"],
    [{ "rule.a": "allow in any 22" }, "ports of one protocol"],
    [{ "default.in": "allow" }, "default.in"],
    [{ "rule.a": "allow in tcp 22", "rule.b": "allow in tcp 22" }, "rule.a allows"],
    [{ "rule.a": "allow in tcp 22 from service:networkServices/r-1.routing" }, "no Firewall"],
  ])("refuse %j before anything is sent", async (policies, problem) => {
    const cloud = scripted({});
    const creation = cloud.of("NetworkService").create!(inNetwork("Firewall", policies), writing());
    await expect(creation).rejects.toThrow(problem);
    expect(cloud.lines()).toEqual([]);
  });

  it("filter interfaces with all their addresses, and are never widened when the last leaves", async () => {
    const held = {
      id: "p-1",
      device_owner: "",
      security_groups: ["g-1"],
      fixed_ips: ["10.0.0.7", "10.0.0.8"].map((ip_address) => ({ subnet_id: "s-1", ip_address })),
    };
    const cloud = scripted({
      [GROUPS]: ok({ security_groups: [group(OPEN)] }),
      [PORTS]: ok({ ports: [held] }),
      "PUT network /ports/p-1": ok({ port: held }),
    });
    const endpoints = ["s-1.10.0.0.7", "s-1.10.0.0.8"];
    expect(await one(cloud, "g-1.firewall")).toMatchObject({
      endpoints: endpoints.map((id) => reference("ProtocolEndpoint", id)),
    });
    await cloud.of("NetworkService").collections!.endpoints!.remove!("g-1.firewall", endpoints[1]!, writing());
    expect(cloud.bodies("PUT network /ports/p-1")).toEqual([{ port: { security_groups: [] } }]);
  });

  it("of the project itself are not deleted", async () => {
    const cloud = scripted({
      [GROUPS]: ok({ security_groups: [group(OPEN, { name: "default", tags: [] })] }),
      [PORTS]: ok({ ports: [] }),
    });
    const adapter = cloud.of("NetworkService");
    const native = (await adapter.read(["g-1.firewall"], context())).get("g-1.firewall");
    expect(adapter.deletable!(native)).toBe(false);
  });
});

describe("DHCP of OpenStack", () => {
  it("is there for each subnet that has it on, with its router and servers", async () => {
    const cloud = scripted({
      [GROUPS]: ok({ security_groups: [] }),
      [ROUTERS]: ok({ routers: [] }),
      [PORTS]: ok({ ports: [] }),
      [SUBNETS]: ok({ subnets: [subnet(), subnet({ id: "s-2", enable_dhcp: false })] }),
    });
    const adapter = cloud.of("NetworkService");
    const natives = await gather(adapter.list({}, context()));
    expect(natives.map((native) => shown(adapter, native))).toMatchObject([
      {
        type: "DHCP",
        network: reference("Network", "n-1"),
        segments: [reference("ProtocolSegment", "s-1")],
        policies: { dnsServers: "192.0.2.53", routers: "10.0.0.1" },
      },
    ]);
  });

  it("goes with its subnet unless a consumer turned it on, who may turn it off", async () => {
    const marked = subnet({ id: "s-2", tags: ["cimi-dhcp=0b7e"] });
    const cloud = scripted({ [SUBNETS]: ok({ subnets: [subnet(), marked] }) });
    const adapter = cloud.of("NetworkService");
    const found = await adapter.read(["s-1.dhcp", "s-2.dhcp"], context());
    expect([...found.values()].map((native) => [adapter.deletable!(native), adapter.identify(native).marker])).toEqual([
      [false, undefined],
      [true, "0b7e"],
    ]);
  });

  it("is turned on in the one segment of a network that lacks it", async () => {
    const cloud = scripted({
      [SUBNETS]: ok({ subnets: [subnet(), subnet({ id: "s-2", enable_dhcp: false })] }),
      "PUT network /subnets/s-2": ok({ subnet: {} }),
      "PUT network /subnets/s-2/tags": ok({ tags: [] }),
    });
    const made = await cloud.of("NetworkService").create!(inNetwork("DHCP", { dnsServers: "192.0.2.54" }), writing());
    expect(made.id).toBe("s-2.dhcp");
    expect(cloud.bodies("PUT network /subnets/s-2/tags")).toEqual([{ tags: ["cimi-dhcp=id-1"] }]);
    expect(cloud.bodies("PUT network /subnets/s-2")).toEqual([
      { subnet: { enable_dhcp: true, dns_nameservers: ["192.0.2.54"] } },
    ]);
  });
});
