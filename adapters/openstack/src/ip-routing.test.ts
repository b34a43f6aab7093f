import { reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { FLOATING, inNetwork, inSubnet, one, PORTS, ROUTERS, router } from "./service-testing.js";
import { ok, scripted, writing } from "./testing.js";

describe("routing of OpenStack", () => {
  it("leads to an external network by a route, and to segments by a port in each", async () => {
    const gateway = { external_gateway_info: { network_id: "n-0" }, tags: ['cimi-routes={"0.0.0.0/0":"out"}'] };
    const routes = [{ destination: "192.0.2.0/24", nexthop: "10.0.0.9" }];
    const cloud = scripted({ [ROUTERS]: ok({ routers: [router({ ...gateway, routes })] }), [PORTS]: ok({ ports: [inSubnet] }) });
    expect(await one(cloud, "r-1.routing")).toMatchObject({
      state: "STARTED",
      network: reference("Network", "n-1"),
      segments: [reference("ProtocolSegment", "s-1")],
      policies: { "route.out": "0.0.0.0/0 via network:networks/n-0", "route.192.0.2.0/24": "192.0.2.0/24 via 10.0.0.9" },
    });
  });

  it("is changed by one call that leaves the gateway as it is where it stays, and is put back", async () => {
    const before = router({ external_gateway_info: { network_id: "n-0" } });
    const cloud = scripted({
      [ROUTERS]: ok({ routers: [before] }),
      [PORTS]: ok({ ports: [] }),
      "PUT network /routers/r-1": ok({ router: before }),
      "PUT network /routers/r-1/tags": ok({ tags: [] }),
    });
    const policies = { "route.0.0.0.0/0": "0.0.0.0/0 via network:networks/n-0", "route.x": "192.0.2.0/24 via 10.0.0.9" };
    const course = writing();
    await cloud.of("NetworkService").update!("r-1.routing", { policies }, course);
    const routes = [{ destination: "192.0.2.0/24", nexthop: "10.0.0.9" }];
    expect(cloud.bodies("PUT network /routers/r-1")).toEqual([{ router: { routes } }]);
    expect(cloud.bodies("PUT network /routers/r-1/tags")).toEqual([{ tags: ['cimi-routes={"192.0.2.0/24":"x"}'] }]);
    await course.undo();
    expect(cloud.bodies("PUT network /routers/r-1").at(-1)).toEqual({ router: { routes: [] } });
  });

  it("leaves its segments before it is deleted", async () => {
    const cloud = scripted({
      [ROUTERS]: ok({ routers: [router()] }),
      [PORTS]: ok({ ports: [inSubnet] }),
      [FLOATING]: ok({ floatingips: [] }),
      "PUT network /routers/r-1/remove_router_interface": ok({ id: "r-1" }),
      "DELETE network /routers/r-1": ok("", 204),
    });
    await cloud.of("NetworkService").delete!("r-1.routing", writing());
    expect(cloud.bodies("PUT network /routers/r-1/remove_router_interface")).toEqual([{ subnet_id: "s-1" }]);
  });

  it("of a segment is one router's, which is named to a second", async () => {
    const cloud = scripted({ [PORTS]: ok({ ports: [inSubnet] }) });
    const insert = cloud.of("NetworkService").collections!.segments!.insert!;
    await expect(insert("r-2.routing", "s-1", writing())).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("r-1"),
    });
  });

  it("has its static routes once it is in the segments that come with it, and gives both back in turn", async () => {
    const cloud = scripted({
      [PORTS]: ok({ ports: [] }),
      "POST network /routers": ok({ router: { id: "r-1" } }, 201),
      "PUT network /routers/r-1/tags": ok({ tags: [] }),
      "PUT network /routers/r-1/add_router_interface": ok({ id: "r-1" }),
      "PUT network /routers/r-1": ok({ router: { id: "r-1" } }),
      "PUT network /routers/r-1/remove_router_interface": ok({ id: "r-1" }),
      "DELETE network /routers/r-1": ok("", 204),
    });
    const course = writing();
    const joining = [{ attribute: "segments", item: "s-1" }];
    const policies = { "route.x": "192.0.2.0/24 via 10.0.0.9" };
    await cloud.of("NetworkService").create!(inNetwork("IP Routing", policies, { joining }), course);
    const [routes, add, remove] = ["", "/add_router_interface", "/remove_router_interface"].map(
      (action) => `PUT network /routers/r-1${action}`,
    );
    expect(cloud.lines().slice(-2)).toEqual([add, routes]);
    expect(cloud.bodies(routes!)).toEqual([{ router: { routes: [{ destination: "192.0.2.0/24", nexthop: "10.0.0.9" }] } }]);
    await course.undo();
    expect(cloud.lines().slice(-3)).toEqual([routes, remove, "DELETE network /routers/r-1"]);
  });

  it("that is inserted where it is already, as it came with it, is left there", async () => {
    const cloud = scripted({ [PORTS]: ok({ ports: [inSubnet] }) });
    await cloud.of("NetworkService").collections!.segments!.insert!("r-1.routing", "s-1", writing());
    expect(cloud.lines()).toEqual([PORTS]);
  });

  it("refuses static routes without a segment before anything is sent, and says how to have them", async () => {
    const cloud = scripted({});
    const policies = { "route.x": "192.0.2.0/24 via 10.0.0.9" };
    const creation = cloud.of("NetworkService").create!(inNetwork("IP Routing", policies), writing());
    await expect(creation).rejects.toThrow(/together with segments.*insert the segments, then set the routes by PUT/);
    expect(cloud.lines()).toEqual([]);
  });

  it("says where next hops may be when Neutron finds one elsewhere", async () => {
    const message = "Invalid format for routes: [], the nexthop is not connected with router";
    const cloud = scripted({
      [ROUTERS]: ok({ routers: [router()] }),
      "PUT network /routers/r-1": ok({ NeutronError: { type: "InvalidRoutes", message, detail: "" } }, 400),
    });
    const changes = { policies: { "route.x": "192.0.2.0/24 via 10.9.0.9" } };
    await expect(cloud.of("NetworkService").update!("r-1.routing", changes, writing())).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringMatching(/not connected.*accepted: next hops .* in segments of the service/),
    });
  });

  it("is not taken away from addresses outside, nor are its segments; they are named", async () => {
    const floating = { id: "f-1", floating_ip_address: "203.0.113.7", port_id: "p-7", router_id: "r-1" };
    const [other, held] = [
      { ...floating, id: "f-2", port_id: "p-8" },
      { id: "p-7", device_owner: "compute:nova" },
    ];
    const cloud = scripted({
      [ROUTERS]: ok({ routers: [router()] }),
      [FLOATING]: ({ query }) => ok({ floatingips: query.router_id === "r-1" ? [floating, other] : [] }),
      [PORTS]: ({ query }) => ok({ ports: query.fixed_ips === "subnet_id=s-1" ? [held] : [] }),
      "PUT network /routers/r-1/remove_router_interface": ok(
        { NeutronError: { type: "RouterInterfaceInUseByFloatingIP", message: "no", detail: "" } },
        409,
      ),
    });
    const service = cloud.of("NetworkService");
    const named = { kind: "conflict", message: expect.stringContaining("f-1 (203.0.113.7)") };
    await expect(service.delete!("r-1.routing", writing())).rejects.toMatchObject(named);
    expect(cloud.lines()).toEqual([ROUTERS, FLOATING]);
    await expect(service.collections!.segments!.remove!("r-1.routing", "s-1", writing())).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringMatching(/f-1 \(203\.0\.113\.7\);/),
    });
  });
});
