import { gather, reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { context, ok, PROJECT, request, scripted, server, shown, writing } from "./testing.js";

const PORTS = "GET network /ports";
const PORT = "PUT network /ports/p-1";
const TAGS = "PUT network /ports/p-1/tags";
const SUBNETS = "GET network /subnets";

/** As Neutron 21 gives them, shortened. */
const port = (more: object = {}) => ({
  id: "p-1",
  name: "",
  description: "[cimi-op 0b7e]",
  network_id: "n-1",
  mac_address: "fa:16:3e:2c:14:0e",
  status: "DOWN",
  admin_state_up: true,
  device_id: "",
  device_owner: "",
  fixed_ips: [{ subnet_id: "s-1", ip_address: "10.0.0.7" }],
  security_groups: ["g-0"],
  tags: [],
  ...more,
});
const ofMachine = { device_id: "s-9", device_owner: "compute:nova" };
const subnets = ok({ subnets: [{ id: "s-1", network_id: "n-1", ip_version: 4, cidr: "10.0.0.0/24", project_id: PROJECT }] });
const held = { segment: reference("ProtocolSegment", "s-1"), interface: reference("NetworkInterface", "p-1") };
const floating = (more: object = {}) => ({
  id: "f-1",
  floating_network_id: "n-0",
  floating_ip_address: "203.0.113.7",
  port_id: null,
  status: "DOWN",
  ...more,
});

describe("interfaces of OpenStack", () => {
  it.each([
    ["DOWN", true, "ENABLED"],
    ["ACTIVE", true, "ENABLED"],
    ["ACTIVE", false, "DISABLED"],
    ["BUILD", true, "CREATING"],
    ["ERROR", true, "ERROR"],
  ])("that are %s, administratively up: %s, are %s", async (status, admin_state_up, state) => {
    const cloud = scripted({ [PORTS]: ok({ ports: [port({ status, admin_state_up })] }) });
    const [native] = await gather(cloud.of("NetworkInterface").list({}, context()));
    expect(shown(cloud.of("NetworkInterface"), native)).toMatchObject({ state });
  });

  it("are made with the addresses of their endpoints, of which each claims one", async () => {
    const tags: string[] = [];
    const cloud = scripted({
      [SUBNETS]: subnets,
      "POST network /ports": ok({ port: { id: "p-1" } }, 201),
      [TAGS]: ({ body }) => {
        tags.splice(0, tags.length, ...(body as { tags: string[] }).tags);
        return ok({ tags });
      },
      [PORTS]: () => ok({ ports: [port({ tags: [...tags] })] }),
    });
    const following = [{ type: "ProtocolEndpoint", template: { segment: held.segment } }];
    await cloud.of("NetworkInterface").create!(request({}, { following }), writing());
    expect(cloud.bodies("POST network /ports")).toMatchObject([
      { port: { network_id: "n-1", fixed_ips: [{ subnet_id: "s-1" }], admin_state_up: true } },
    ]);
    const endpoint = await cloud.of("ProtocolEndpoint").create!(request(held), writing());
    expect(endpoint).toEqual({ id: "s-1.10.0.0.7", overlay: { origin: "DYNAMIC" } });
    expect(tags).toEqual(["cimi-endpoint-10.0.0.7=id-1"]);
    const found = (await cloud.of("ProtocolEndpoint").read([endpoint.id], context())).get(endpoint.id);
    expect(cloud.of("ProtocolEndpoint").identify(found)).toEqual({ id: "s-1.10.0.0.7", marker: "id-1" });
  });

  it("5.14.3: made for a machine are tagged, and deleted once that is gone", async () => {
    const cloud = scripted({
      [PORTS]: ok({ ports: [port({ ...ofMachine, tags: ["cimi-machine=s-9"] }), port({ id: "p-2", ...ofMachine })] }),
      "GET compute /servers/s-9": { status: 404, body: { itemNotFound: { message: "gone" } } },
      "DELETE compute /servers/s-9": ok("", 204),
      "DELETE network /ports/p-1": ok("", 204),
    });
    await cloud.of("Machine").delete!("s-9", writing());
    expect(cloud.lines().slice(2)).toEqual([
      "DELETE compute /servers/s-9",
      "GET compute /servers/s-9",
      "DELETE network /ports/p-1",
    ]);
  });

  it("connect a new machine, and what was made for it goes with it", async () => {
    const cloud = scripted({
      [PORTS]: ok({ ports: [port(), port({ id: "p-2" })] }),
      "POST compute /servers": ok({ server: { id: "s-9" } }, 202),
      [TAGS]: ok({ tags: [] }),
    });
    const interfaces = ["p-1", "p-2"].map((id) => reference("NetworkInterface", id));
    const template = {
      machineConfig: reference("MachineConfiguration", "1"),
      machineImage: reference("MachineImage", "i-1"),
      interfaces,
    };
    await cloud.of("Machine").create!(request(template, { made: interfaces.slice(0, 1) }), writing());
    expect(cloud.bodies("POST compute /servers")).toMatchObject([{ server: { networks: [{ port: "p-1" }, { port: "p-2" }] } }]);
    expect(cloud.bodies(TAGS)).toEqual([{ tags: ["cimi-machine=s-9"] }]);
  });

  it("of one machine are refused to another, which is named before anything is sent", async () => {
    const cloud = scripted({ [PORTS]: ok({ ports: [port(ofMachine)] }), "GET compute /servers/s-1": ok({ server: server() }) });
    const insert = cloud.of("Machine").collections!.interfaces!.insert!;
    await expect(insert("s-1", "p-1", writing())).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("s-9"),
    });
    expect(cloud.lines()).toEqual([PORTS]);
  });
});

describe("endpoints of OpenStack", () => {
  it("are the addresses of ports, their MAC addresses and floating IPs, for two calls", async () => {
    const cloud = scripted({
      [PORTS]: ok({ ports: [port()] }),
      "GET network /floatingips": ok({ floatingips: [floating({ port_id: "p-1" })] }),
    });
    const adapter = cloud.of("ProtocolEndpoint");
    const natives = await gather(adapter.list({}, context()));
    expect(natives.map((native) => [adapter.identify(native).id, shown(adapter, native)])).toMatchObject([
      ["s-1.10.0.0.7", { protocol: "IPv4", address: "10.0.0.7", segment: held.segment, interface: held.interface }],
      ["p-1.ethernet", { protocol: "Ethernet", address: "fa:16:3e:2c:14:0e", interface: held.interface }],
      ["f-1", { protocol: "IPv4", address: "203.0.113.7", segment: reference("ProtocolSegment", "n-0.ipv4") }],
    ]);
    expect(cloud.lines()).toEqual([PORTS, "GET network /floatingips"]);
  });

  it("that an interrupted call added are told by the addresses that were there before (RELIABILITY, A9)", async () => {
    const two = [...port().fixed_ips, { subnet_id: "s-1", ip_address: "10.0.0.8" }];
    let asked = 0;
    const cloud = scripted({ [SUBNETS]: subnets, [PORTS]: () => ok({ ports: [port(asked++ === 0 ? {} : { fixed_ips: two })] }) });
    expect((await cloud.of("ProtocolEndpoint").create!(request(held), writing(["create"]))).id).toBe("s-1.10.0.0.8");
  });

  it("of an external network without a router to it are a conflict, not a thing that is missing", async () => {
    const refusal = { NeutronError: { type: "ExternalGatewayForFloatingIPNotFound", message: "not reachable", detail: "" } };
    const cloud = scripted({
      "GET network /floatingips": ok({ floatingips: [floating()] }),
      [PORTS]: ok({ ports: [port()] }),
      "PUT network /floatingips/f-1": ok(refusal, 404),
    });
    const changes = { interface: held.interface };
    await expect(cloud.of("ProtocolEndpoint").update!("f-1", changes, writing())).rejects.toMatchObject({ kind: "conflict" });
    expect(cloud.bodies("PUT network /floatingips/f-1")).toEqual([
      { floatingip: { port_id: "p-1", fixed_ip_address: "10.0.0.7" } },
    ]);
  });

  it("leave their port with its other addresses", async () => {
    const two = [...port().fixed_ips, { subnet_id: "s-1", ip_address: "10.0.0.8" }];
    const cloud = scripted({ [PORTS]: ok({ ports: [port({ fixed_ips: two })] }), [PORT]: ok({ port: port() }) });
    await cloud.of("ProtocolEndpoint").delete!("s-1.10.0.0.8", writing());
    expect(cloud.bodies(PORT)).toEqual([{ port: { fixed_ips: port().fixed_ips } }]);
  });
});
