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
  monitor,
  services,
} from "./balancer-testing.js";
import { ok, writing } from "./testing.js";

const PUT = "PUT balancer /lbaas/loadbalancers/lb-1";

/** As Octavia refuses. */
const conflict = (faultstring: string) => ok({ faultcode: "Client", faultstring, debuginfo: null }, 409);

describe("a change of a load balancer of Octavia", () => {
  const policies = { "listener.web": "tcp 443", "health.web": "tcp" };

  it("to what is there changes nothing", async () => {
    const cloud = balancing();
    await services(cloud).update!(ID, { policies }, writing());
    expect(changes(cloud)).toEqual([]);
  });

  it("changes what differs alone, keeps endpoints and foreign tags, and puts back what was", async () => {
    const cloud = balancing({
      [MEMBERS]: ok({ members: [member({ tags: ["theirs"] })] }),
      "PUT balancer /lbaas/pools/p-1/members": ok("", 202),
      "PUT balancer /lbaas/healthmonitors/h-1": ok({}),
    });
    const course = writing();
    const next = { "listener.web": "tcp 443", "member.a": "10.0.0.5", "health.web": "tcp every 20s" };
    await services(cloud).update!(ID, { policies: next }, course);
    const loose = { name: "", address: "10.0.0.7", protocol_port: 443, subnet_id: "s-1", tags: ["theirs"] };
    const [put] = cloud.bodies("PUT balancer /lbaas/pools/p-1/members") as { members: object[] }[];
    expect(put?.members).toEqual([
      expect.objectContaining({ name: "a", address: "10.0.0.5", tags: ["cimi-member=address"] }),
      expect.objectContaining(loose),
    ]);
    expect(cloud.bodies("PUT balancer /lbaas/healthmonitors/h-1")).toEqual([
      { healthmonitor: { name: "web", delay: 20, timeout: 5, max_retries: 2, max_retries_down: 3 } },
    ]);
    await course.undo();
    expect(cloud.bodies("PUT balancer /lbaas/pools/p-1/members").at(-1)).toEqual({ members: [expect.objectContaining(loose)] });
    expect(cloud.bodies("PUT balancer /lbaas/healthmonitors/h-1").at(-1)).toMatchObject({ healthmonitor: { delay: 10 } });
  });

  it("makes a listener with another port anew, and drops its pool last", async () => {
    const cloud = balancing({
      "DELETE balancer /lbaas/listeners/l-1": ok("", 204),
      "POST balancer /lbaas/pools": ok({ pool: { id: "p-2" } }, 201),
      "PUT balancer /lbaas/pools/p-2/members": ok("", 202),
      "POST balancer /lbaas/listeners": ok({ listener: { id: "l-2" } }, 201),
      "DELETE balancer /lbaas/pools/p-1": ok("", 204),
    });
    await services(cloud).update!(ID, { policies: { "listener.web": "tcp 8443" } }, writing());
    expect(changes(cloud)).toEqual([
      "DELETE balancer /lbaas/listeners/l-1",
      "POST balancer /lbaas/pools",
      "PUT balancer /lbaas/pools/p-2/members",
      "POST balancer /lbaas/listeners",
      "DELETE balancer /lbaas/pools/p-1",
    ]);
    expect(cloud.bodies("POST balancer /lbaas/listeners")).toEqual([
      {
        listener: {
          loadbalancer_id: "lb-1",
          name: "web",
          protocol: "TCP",
          protocol_port: 8443,
          admin_state_up: true,
          default_pool_id: "p-2",
        },
      },
    ]);
    expect(cloud.bodies("PUT balancer /lbaas/pools/p-2/members")).toEqual([
      { members: [expect.objectContaining({ address: "10.0.0.7", protocol_port: 8443 })] },
    ]);
  });

  const anew = {
    "DELETE balancer /lbaas/listeners/l-1": ok("", 204),
    "POST balancer /lbaas/pools": ok({ pool: { id: "p-2" } }, 201),
    "PUT balancer /lbaas/pools/p-2/members": ok("", 202),
    "POST balancer /lbaas/listeners": ok({ listener: { id: "l-2" } }, 201),
    "DELETE balancer /lbaas/pools/p-1": ok("", 204),
  };

  it("keeps what another tool set where members are sent again, or a listener is made anew", async () => {
    const asked = { monitor_address: "10.0.0.77", monitor_port: 9 };
    const set = { timeout_client_data: 60_000, timeout_tcp_inspect: 0, description: "theirs", tags: ["theirs"] };
    const cloud = balancing({
      ...anew,
      [MEMBERS]: ok({ members: [member(asked)] }),
      [LISTENERS]: ok({ listeners: [listener(set)] }),
      "PUT balancer /lbaas/pools/p-1/members": ok("", 202),
    });
    await services(cloud).update!(ID, { policies: { ...policies, "member.a": "10.0.0.5" } }, writing());
    const members = [{ address: "10.0.0.5" }, { address: "10.0.0.7", ...asked }];
    expect(cloud.bodies("PUT balancer /lbaas/pools/p-1/members")).toMatchObject([{ members }]);
    const course = writing();
    await services(cloud).update!(ID, { policies: { "listener.web": "tcp 8443" } }, course);
    expect(cloud.bodies("PUT balancer /lbaas/pools/p-2/members")).toMatchObject([
      { members: [{ protocol_port: 8443, ...asked }] },
    ]);
    expect(cloud.bodies("POST balancer /lbaas/listeners")).toMatchObject([{ listener: { protocol_port: 8443, ...set } }]);
  });

  it.each([
    [{ allowed_cidrs: ["192.0.2.0/24"] }, {}, { "listener.web": "tcp 8443" }, "has allowed_cidrs"],
    [{ allowed_cidrs: ["192.0.2.0/24"] }, {}, { "listener.site": "tcp 443" }, "has allowed_cidrs"],
    [{ insert_headers: { "X-Forwarded-For": "true" } }, {}, { "listener.web": "tcp 8443" }, "has insert_headers"],
    [{ connection_limit: 7 }, {}, { "listener.web": "tcp 8443" }, "has connection_limit"],
    [{}, { http_method: "HEAD" }, { "listener.web": "tcp 8443", "health.web": "tcp" }, "has http_method"],
    [{}, { admin_state_up: false }, { "listener.web": "tcp 443", "health.web": "ping" }, "has admin_state_up"],
  ])("is refused where %j, or %j of the health monitor, would be lost by %j", async (set, asked, next, problem) => {
    const answers = { [LISTENERS]: ok({ listeners: [listener(set)] }), [MONITORS]: ok({ healthmonitors: [monitor(asked)] }) };
    const cloud = balancing(answers);
    await expect(services(cloud).update!(ID, { policies: next }, writing())).rejects.toThrow(problem);
    expect(changes(cloud)).toEqual([]);
    const kept = balancing({ ...answers, "PUT balancer /lbaas/healthmonitors/h-1": ok({}) });
    const slower = { "listener.web": "tcp 443", "health.web": "tcp every 20s" };
    await services(kept).update!(ID, { policies: slower }, writing());
    expect(changes(kept)).toEqual(["PUT balancer /lbaas/healthmonitors/h-1"]);
  });

  it("makes a health monitor of another type anew, and takes one away that is not wanted", async () => {
    const answers = {
      "DELETE balancer /lbaas/healthmonitors/h-1": ok("", 204),
      "POST balancer /lbaas/healthmonitors": ok({ healthmonitor: { id: "h-2" } }, 201),
    };
    const [other, none] = [balancing(answers), balancing(answers)];
    await services(other).update!(ID, { policies: { ...policies, "health.web": "ping" } }, writing());
    expect(changes(other)).toEqual(Object.keys(answers));
    await services(none).update!(ID, { policies: { "listener.web": "tcp 443" } }, writing());
    expect(changes(none)).toEqual(["DELETE balancer /lbaas/healthmonitors/h-1"]);
  });

  it("waits while something else changes it, but not for ever", async () => {
    const states = ["ACTIVE", "ACTIVE", "PENDING_UPDATE", "PENDING_UPDATE"];
    const state = () => ok({ loadbalancer: balancer({ provisioning_status: states.shift() ?? "ACTIVE" }) });
    const waiting = balancing({ [LB]: state, [PUT]: ok({}) });
    await services(waiting).update!(ID, { name: "shop" }, writing());
    expect(waiting.bodies(PUT)).toEqual([{ loadbalancer: { name: "shop" } }]);
    expect(states).toEqual([]);

    const stuck = balancing({ [LB]: ok({ loadbalancer: balancer({ provisioning_status: "PENDING_UPDATE" }) }) });
    await expect(services(stuck).update!(ID, { name: "shop" }, writing())).rejects.toMatchObject({
      kind: "unavailable",
      message: expect.stringContaining("PENDING_UPDATE for more than 300 s"),
    });
    expect(changes(stuck)).toEqual([]);
    expect(stuck.lines().length).toBeLessThan(80);
  });

  it.each([
    "Invalid state PENDING_UPDATE of loadbalancer resource lb-1",
    "Load Balancer lb-1 is immutable and cannot be updated.",
    "Pool p-1 is immutable and cannot be updated.",
  ])("is sent again where somebody was quicker (409: %s), but not for ever", async (faultstring) => {
    const answers = [conflict(faultstring), conflict(faultstring), ok({})];
    const cloud = balancing({ [PUT]: () => answers.shift()! });
    await services(cloud).update!(ID, { name: "shop" }, writing());
    expect(cloud.bodies(PUT)).toHaveLength(3);
    const stuck = balancing({ [PUT]: conflict(faultstring) });
    await expect(services(stuck).update!(ID, { name: "shop" }, writing())).rejects.toMatchObject({ kind: "conflict" });
  });

  it("of one that failed is refused at once, and what fails by it says so", async () => {
    const failed = ok({ loadbalancer: balancer({ provisioning_status: "ERROR" }) });
    const before = balancing({ [LB]: failed, [PUT]: conflict("Load Balancer lb-1 is immutable and cannot be updated.") });
    await expect(services(before).update!(ID, { name: "shop" }, writing())).rejects.toMatchObject({ kind: "conflict" });
    expect(before.bodies(PUT)).toHaveLength(1);
    const answers = [ok({ loadbalancer: balancer() }), ok({ loadbalancer: balancer() })];
    const after = balancing({ [LB]: () => answers.shift() ?? failed, [PUT]: ok({}) });
    await expect(services(after).update!(ID, { name: "shop" }, writing())).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("lb-1 is in ERROR; delete it"),
    });
  });

  it("that meets another conflict is refused with Octavia's reason", async () => {
    const cloud = balancing({ [PUT]: conflict("Another one is already using it.") });
    await expect(services(cloud).update!(ID, { name: "shop" }, writing())).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("Another one is already using it."),
    });
    expect(cloud.bodies(PUT)).toHaveLength(1);
  });
});
