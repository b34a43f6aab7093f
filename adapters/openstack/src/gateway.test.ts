import { gather, reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { FLOATING, inNetwork, inSubnet, PORTS, ROUTERS, router, SUBNETS, subnet } from "./service-testing.js";
import { type Answers, context, ok, request, type Sent, scripted, shown, writing } from "./testing.js";

const NETWORKS = "GET network /networks";
const POST = "POST network /routers";
const CHANGE = "PUT network /routers/r-1";
const ADD = `${CHANGE}/add_router_interface`;
const REMOVE = `${CHANGE}/remove_router_interface`;

const external = (id: string) => ({ id, "router:external": true, project_id: "admins" });
const own = { id: "n-1", "router:external": false, shared: true };

/** What Neutron shows of networks: two lead outside. */
const networks = (all: readonly { id: string; "router:external": boolean }[] = [external("n-0"), external("n-9"), own]) => ({
  [NETWORKS]: ({ query }: Sent) =>
    ok({ networks: all.filter((network) => (query.id === undefined ? network["router:external"] : network.id === query.id)) }),
});

const gateway = (more: object = {}) =>
  router({ external_gateway_info: { network_id: "n-0" }, tags: ["cimi-network=n-1", "cimi-gateway=all"], ...more });

const making: Answers = {
  ...networks(),
  [ROUTERS]: ok({ routers: [] }),
  [SUBNETS]: ok({ subnets: [subnet(), subnet({ id: "s-2" }), subnet({ id: "s-3", gateway_ip: null })] }),
  [PORTS]: ok({ ports: [] }),
  [POST]: ok({ router: { id: "r-1" } }, 201),
  [`${CHANGE}/tags`]: ok({ tags: [] }),
  [ADD]: ok({ id: "r-1" }),
  [REMOVE]: ok({ id: "r-1" }),
  "DELETE network /routers/r-1": ok("", 204),
};

describe("gateways of OpenStack", () => {
  it("are the routers that were made as such; what else is a router is of the type IP Routing", async () => {
    const cloud = scripted({
      [ROUTERS]: ok({ routers: [gateway(), router({ id: "r-2" })] }),
      [PORTS]: ok({ ports: [inSubnet] }),
      "GET network /security-groups": ok({ security_groups: [] }),
      [SUBNETS]: ok({ subnets: [] }),
    });
    const adapter = cloud.of("NetworkService");
    const natives = await gather(adapter.list({}, context()));
    expect(natives.map((native) => shown(adapter, native))).toMatchObject([
      {
        type: "Gateway",
        state: "STARTED",
        network: reference("Network", "n-1"),
        segments: [reference("ProtocolSegment", "s-1")],
        policies: { kind: "internet", outside: "network:networks/n-0" },
      },
      { type: "IP Routing" },
    ]);
  });

  it("5.7.1: keep their id while they are made: the marker is there before the tags that tell the type", async () => {
    const description = "[cimi-op 0b7e]";
    const ids = [gateway({ description }), gateway({ description, tags: [] })].map(async (native) => {
      const cloud = scripted({ [ROUTERS]: ok({ routers: [native] }), [PORTS]: ok({ ports: [] }) });
      const adapter = cloud.of("NetworkService");
      return adapter.identify((await adapter.read(["r-1.routing"], context())).get("r-1.routing"));
    });
    expect(await Promise.all(ids)).toEqual([
      { id: "r-1.routing", marker: "0b7e" },
      { id: "r-1.routing", marker: "0b7e" },
    ]);
  });

  it("take no endpoints, and the refusal says what does", async () => {
    const { insert } = scripted({}).of("NetworkService").collections!.endpoints!;
    await expect(insert!("r-1.routing", "s-1.10.0.0.7", writing())).rejects.toThrow(
      /IP Routing or Gateway takes no endpoints.*Firewall/,
    );
  });

  it("lead to the first network outside, and enter each segment that has an address for a router", async () => {
    const cloud = scripted(making);
    const course = writing();
    const made = await cloud.of("NetworkService").create!(inNetwork("Gateway", { kind: "internet" }), course);
    expect(made.id).toBe("r-1.routing");
    expect(cloud.bodies(POST)).toMatchObject([{ router: { external_gateway_info: { network_id: "n-0" } } }]);
    expect(cloud.bodies(`${CHANGE}/tags`)).toEqual([{ tags: ["cimi-network=n-1", "cimi-gateway=all"] }]);
    expect(cloud.bodies(ADD)).toEqual([{ subnet_id: "s-1" }, { subnet_id: "s-2" }]);
    expect(course.course).toEqual(["place", "create", "tags", "late", "add s-1", "add s-2"]);
    await course.undo();
    expect(cloud.lines().slice(-3)).toEqual([REMOVE, REMOVE, "DELETE network /routers/r-1"]);
  });

  it("are found in a segment after an interruption, as Neutron refuses what is done already (RELIABILITY, A9)", async () => {
    let asked = 0;
    const cloud = scripted({ [PORTS]: () => ok({ ports: asked++ === 0 ? [] : [inSubnet] }) });
    const { insert } = cloud.of("NetworkService").collections!.segments!;
    await insert!("r-1.routing", "s-1", writing(["add s-1"]));
    expect(cloud.lines()).toEqual([PORTS, PORTS]);
  });

  it("enter what was made before their tags told of them, unless it found them itself", async () => {
    const subnets = (...ids: readonly string[]) => ok({ subnets: ids.map((id) => subnet({ id })) });
    let isTagged = false;
    const tagging = () => {
      isTagged = true;
      return ok({ tags: [] });
    };
    const late = { ...making, [`${CHANGE}/tags`]: tagging, [SUBNETS]: () => (isTagged ? subnets("s-1", "s-2") : subnets("s-1")) };
    const cloud = scripted(late);
    await cloud.of("NetworkService").create!(inNetwork("Gateway", {}), writing());
    expect(cloud.bodies(ADD)).toEqual([{ subnet_id: "s-1" }, { subnet_id: "s-2" }]);
    isTagged = false;
    const itself = scripted({
      ...late,
      [PORTS]: () => ok({ ports: isTagged ? [{ ...inSubnet, fixed_ips: [{ subnet_id: "s-2" }] }] : [] }),
    });
    await itself.of("NetworkService").create!(inNetwork("Gateway", {}), writing());
    expect(itself.bodies(ADD)).toEqual([{ subnet_id: "s-1" }]);
  });

  it("count as in a segment where somebody was quicker to see to that, and are put back there once", async () => {
    const already = { type: "BadRequest", message: "Router already has a port on subnet s-1", detail: "" };
    let ports: readonly object[] = [];
    const cloud = scripted({
      [PORTS]: () => ok({ ports }),
      [ADD]: () => {
        ports = [inSubnet];
        return ok({ NeutronError: already }, 400);
      },
      [REMOVE]: () => {
        ports = [];
        return ok({ id: "r-1" });
      },
    });
    const { insert, remove } = cloud.of("NetworkService").collections!.segments!;
    await expect(insert!("r-1.routing", "s-1", writing())).resolves.toMatchObject({ id: "r-1.routing" });
    const elsewhere = scripted({ [PORTS]: ok({ ports: [] }), [ADD]: ok({ NeutronError: already }, 400) });
    const refusal = elsewhere.of("NetworkService").collections!.segments!.insert!("r-1.routing", "s-1", writing());
    await expect(refusal).rejects.toMatchObject({ kind: "conflict" });
    const course = writing();
    await remove!("r-1.routing", "s-1", course);
    ports = [inSubnet];
    await course.undo();
    expect(cloud.bodies(ADD)).toHaveLength(1);
  });

  it("lead where policies say, and leave to who names segments which they are for", async () => {
    const cloud = scripted(making);
    const joining = [{ attribute: "segments", item: "s-2" }];
    const policies = { outside: "network:networks/n-9" };
    await cloud.of("NetworkService").create!(inNetwork("Gateway", policies, { joining }), writing());
    expect(cloud.bodies(POST)).toMatchObject([{ router: { external_gateway_info: { network_id: "n-9" } } }]);
    expect(cloud.bodies(`${CHANGE}/tags`)).toEqual([{ tags: ["cimi-network=n-1", "cimi-gateway=named"] }]);
    expect(cloud.bodies(ADD)).toEqual([]);
  });

  it.each([
    [
      "where a segment has a router already",
      { [PORTS]: ok({ ports: [{ ...inSubnet, device_id: "r-7" }] }) },
      {},
      "s-1 has the routing service r-7",
    ],
    ["without a network outside", networks([own]), {}, "no external network"],
    ["to a network inside", {}, { outside: "network:networks/n-1" }, "n-1 leads nowhere outside"],
    ["where the network has one", { [ROUTERS]: ok({ routers: [gateway({ id: "r-8" })] }) }, {}, "has the gateway r-8 already"],
  ])("are refused %s before anything is made", async (_, answers, policies, problem) => {
    const cloud = scripted({ ...making, ...answers });
    await expect(cloud.of("NetworkService").create!(inNetwork("Gateway", policies), writing())).rejects.toThrow(problem);
    expect(cloud.lines().filter((line) => !line.startsWith("GET"))).toEqual([]);
  });

  it.each([
    [{ kind: "egress-only" }, "internet"],
    [{ external: "203.0.113.7" }, "this key"],
    [{ translation: "false" }, "this key"],
    [{ outside: "none" }, "automatic, network"],
  ])("refuse the policies %j before anything is sent", async (policies, problem) => {
    const cloud = scripted({});
    await expect(cloud.of("NetworkService").create!(inNetwork("Gateway", policies), writing())).rejects.toThrow(problem);
    expect(cloud.lines()).toEqual([]);
  });

  it("are turned to another network outside, and back; one that no policy names stays", async () => {
    const cloud = scripted({ ...making, [ROUTERS]: ok({ routers: [gateway()] }), [CHANGE]: ok({ router: gateway() }) });
    const { update } = cloud.of("NetworkService");
    await update!("r-1.routing", { policies: { kind: "internet" } }, writing());
    expect(cloud.bodies(CHANGE)).toEqual([]);
    const course = writing();
    await update!("r-1.routing", { policies: { outside: "network:networks/n-9" } }, course);
    await course.undo();
    expect(cloud.bodies(CHANGE)).toEqual(["n-9", "n-0"].map((id) => ({ router: { external_gateway_info: { network_id: id } } })));
  });

  it("are not turned away from where addresses outside are that need them, which are named", async () => {
    const cloud = scripted({
      ...making,
      [ROUTERS]: ok({ routers: [gateway()] }),
      [FLOATING]: ok({ floatingips: [{ id: "f-1", floating_ip_address: "203.0.113.7", port_id: "p-7", router_id: "r-1" }] }),
      [CHANGE]: ok({ NeutronError: { type: "RouterExternalGatewayInUseByFloatingIp", message: "no", detail: "" } }, 409),
    });
    const changes = { policies: { outside: "network:networks/n-9" } };
    await expect(cloud.of("NetworkService").update!("r-1.routing", changes, writing())).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("f-1 (203.0.113.7); remove these from their interfaces first"),
    });
  });

  it("leave their segments before they are deleted, and stay where addresses outside need them", async () => {
    const floating = { id: "f-1", floating_ip_address: "203.0.113.7", port_id: "p-7", router_id: "r-1" };
    const answers = { ...making, [ROUTERS]: ok({ routers: [gateway()] }), [PORTS]: ok({ ports: [inSubnet] }) };
    const cloud = scripted({ ...answers, [FLOATING]: ok({ floatingips: [] }) });
    await cloud.of("NetworkService").delete!("r-1.routing", writing());
    expect(cloud.lines().slice(-2)).toEqual([REMOVE, "DELETE network /routers/r-1"]);
    const held = scripted({ ...answers, [FLOATING]: ok({ floatingips: [floating] }) });
    await expect(held.of("NetworkService").delete!("r-1.routing", writing())).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("f-1 (203.0.113.7); remove these from their interfaces first"),
    });
    expect(held.lines().filter((line) => !line.startsWith("GET"))).toEqual([]);
  });
});

describe("segments of a network of OpenStack that has a gateway", () => {
  const template = {
    network: reference("Network", "n-1"),
    protocol: "IPv4",
    parameters: { subnetAddress: "10.0.0.0", netmask: "255.255.255.0" },
  };
  const answers = (more: object) => ({
    ...making,
    [ROUTERS]: ok({ routers: [gateway(more)] }),
    "POST network /subnets": ok({ subnet: { id: "s-1" } }, 201),
    "DELETE network /subnets/s-1": ok("", 204),
  });

  it("enter it when they are made, unless it is for segments that were named", async () => {
    const [all, named] = [scripted(answers({})), scripted(answers({ tags: ["cimi-network=n-1", "cimi-gateway=named"] }))];
    for (const cloud of [all, named]) await cloud.of("ProtocolSegment").create!(request(template), writing());
    expect([all.bodies(ADD), named.bodies(ADD)]).toEqual([[{ subnet_id: "s-1" }], []]);
  });

  it("leave it when they are deleted, unless something else is in them", async () => {
    const port = { ...inSubnet, device_owner: "network:router_interface" };
    const [empty, used] = [[port], [port, { id: "p-2", device_owner: "" }]].map((ports) =>
      scripted({ ...answers({}), [PORTS]: ok({ ports }) }),
    );
    await empty!.of("ProtocolSegment").delete!("s-1", writing());
    expect(empty!.lines().slice(-2)).toEqual([REMOVE, "DELETE network /subnets/s-1"]);
    await expect(used!.of("ProtocolSegment").delete!("s-1", writing())).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("p-2"),
    });
    expect(used!.lines().filter((line) => !line.startsWith("GET"))).toEqual([]);
  });

  it("are kept where the router in them was made for more than them, and it is named", async () => {
    const port = { ...inSubnet, device_owner: "network:router_interface" };
    const cloud = scripted({ ...answers({ tags: [] }), [PORTS]: ok({ ports: [port] }) });
    await expect(cloud.of("ProtocolSegment").delete!("s-1", writing())).rejects.toThrow("used by r-1");
  });
});
