import { reference } from "@cimi-gateway/adapter";
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
  POOL,
  POOLS,
  pool,
  STATUS,
  services,
  statuses,
} from "./balancer-testing.js";
import { context, ok, refused, request, type Scripted, shown, writing } from "./testing.js";

const CREATE = "POST balancer /lbaas/loadbalancers";
const POST_POOL = "POST balancer /lbaas/pools";
const POST_LISTENER = "POST balancer /lbaas/listeners";
const POST_MONITOR = "POST balancer /lbaas/healthmonitors";
const DROP_MONITOR = "DELETE balancer /lbaas/healthmonitors/h-1";
const FILL = "PUT balancer /lbaas/pools/p-1/members";

const MAKING = {
  [CREATE]: ok({ loadbalancer: balancer({ listeners: [], pools: [] }) }, 201),
  [POST_POOL]: ok({ pool: { id: "p-1" } }, 201),
  [POST_LISTENER]: ok({ listener: { id: "l-1" } }, 201),
  "DELETE balancer /lbaas/listeners/l-1": ok("", 204),
  "DELETE balancer /lbaas/pools/p-1": ok("", 204),
  "DELETE balancer /lbaas/loadbalancers/lb-1": ok("", 204),
};

const wish = (policies: object) =>
  request<"NetworkService">({ type: "Load Balancer", network: reference("Network", "n-1"), policies });
const make = (cloud: Scripted, course = writing()) => services(cloud).create!(wish({ "listener.web": "tcp 443" }), course);

describe("a change that Octavia took, and whose end cannot be seen", () => {
  it.each([
    ["throttled", refused(429, "overLimit")],
    ["denied", refused(403, "forbidden")],
    ["never sent", Object.assign(new Error("no"), { code: "ECONNREFUSED" })],
  ])("is looked for, and not sent again (a look that is %s; RELIABILITY, rule 1)", async (_, problem) => {
    let isMade = false;
    const cloud = balancing({
      ...MAKING,
      [LB]: () => (isMade ? problem : ok({ loadbalancer: balancer() })),
      [POST_POOL]: () => {
        isMade = true;
        return ok({ pool: { id: "p-1" } }, 201);
      },
    });
    await expect(make(cloud)).rejects.toMatchObject({ kind: "unanswered", unsent: false });
    expect(cloud.bodies(POST_POOL)).toHaveLength(1);
  });
});

describe("what Octavia could not carry out (lifecycle_tasks.py), while the load balancer serves", () => {
  const failed = { id: "x-1", name: "web", provisioning_status: "ERROR" };
  const sound = { id: "p-1", name: "web", provisioning_status: "ACTIVE" };

  it.each([
    ["the listener web (x-1)", [failed]],
    ["the pool web (x-1)", [{ id: "l-1", pools: [failed] }]],
    ["the member web (x-1)", [{ id: "l-1", pools: [{ ...sound, members: [failed] }] }]],
    ["the health monitor x-1", [{ id: "l-1", pools: [{ ...sound, health_monitor: { ...failed, name: "" } }] }]],
  ])("is named, and all is taken back: %s", async (named, listeners) => {
    const cloud = balancing({ ...MAKING, [STATUS]: statuses(listeners) });
    const course = writing();
    await expect(make(cloud, course)).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining(`${named} is in ERROR`),
    });
    await course.undo();
    expect(changes(cloud).at(-1)).toBe("DELETE balancer /lbaas/loadbalancers/lb-1");
  });

  it("is refused after a change of policies, before pools go that an undo needs, and after one of endpoints", async () => {
    const drop = "DELETE balancer /lbaas/listeners/l-1";
    const answers = { ...MAKING, [STATUS]: statuses([failed]), [FILL]: ok("", 202) };
    const cloud = balancing({ ...answers, [MEMBERS]: ok({ members: [] }) });
    await expect(services(cloud).update!(ID, { policies: {} }, writing())).rejects.toThrow("the listener web (x-1)");
    expect(changes(cloud)).toEqual([drop]);
    const { insert } = services(balancing(answers)).collections!.endpoints!;
    await expect(insert!(ID, "s-1.10.0.0.8", writing())).rejects.toThrow("the listener web (x-1)");
  });

  it("includes pools that no listener has yet, and no pools of others", async () => {
    const pools = (id: string) => ok({ pools: [pool({ provisioning_status: "ERROR", loadbalancers: [{ id }] })] });
    await expect(make(balancing({ ...MAKING, [POOLS]: pools("lb-1") }))).rejects.toThrow("the pool web (p-1) is in ERROR");
    await expect(make(balancing({ ...MAKING, [POOLS]: pools("lb-2") }))).resolves.toMatchObject({ id: ID });
  });

  it("is not waited for: a pool in ERROR never gets mutable", async () => {
    const immutable = ok({ faultcode: "Client", faultstring: "Pool p-1 is immutable and cannot be updated." }, 409);
    const cloud = balancing({ [FILL]: immutable, [POOL]: ok({ pool: pool({ provisioning_status: "ERROR" }) }) });
    const policies = { "listener.web": "tcp 443", "member.a": "10.0.0.5", "health.web": "tcp" };
    await expect(services(cloud).update!(ID, { policies }, writing())).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("the pool p-1 is in ERROR"),
    });
    expect(cloud.bodies(FILL)).toHaveLength(1);
  });

  it.each([
    [LISTENERS, { listeners: [listener({ provisioning_status: "ERROR" })] }],
    [POOLS, { pools: [pool({ provisioning_status: "ERROR" })] }],
  ])("is shown: the state is ERROR where %s has it", async (line, answer) => {
    const cloud = balancing({ [line]: ok(answer) });
    const native = (await services(cloud).read([ID], context())).get(ID);
    expect(shown(services(cloud), native)).toMatchObject({ state: "ERROR" });
  });
});

describe("a cloud that filters nothing (octavia, api_settings.allow_filtering)", () => {
  it("answers with what is foreign, which is not taken for what an interrupted call made", async () => {
    const foreign = balancer({ id: "lb-0", tags: ["cimi-op=other"] });
    const [list, elsewhere] = ["GET balancer /lbaas/loadbalancers", { loadbalancers: [{ id: "lb-0" }] }];
    const cloud = balancing({
      ...MAKING,
      [list]: ok({ loadbalancers: [foreign] }),
      [POOLS]: ok({ pools: [pool({ ...elsewhere, id: "p-0" }), pool({ id: "p-2", name: "other" })] }),
      [LISTENERS]: ok({ listeners: [listener({ ...elsewhere, id: "l-0" }), listener({ id: "l-2", name: "other" })] }),
    });
    const course = writing(["create", "pool web", "listen web"]);
    const made = await services(cloud).create!(wish({ "listener.web": "tcp 443" }), course);
    expect(made.id).toBe(ID);
    expect(changes(cloud)).toEqual([CREATE, POST_POOL, POST_LISTENER]);
  });
});

describe("an undo that runs twice", () => {
  it("makes a health monitor once", async () => {
    let held: string | null = "h-1";
    const cloud = balancing({
      [POOL]: () => ok({ pool: pool({ healthmonitor_id: held }) }),
      [DROP_MONITOR]: () => {
        held = null;
        return ok("", 204);
      },
      [POST_MONITOR]: () => {
        held = "h-2";
        return ok({ healthmonitor: { id: "h-2" } }, 201);
      },
    });
    const course = writing();
    await services(cloud).update!(ID, { policies: { "listener.web": "tcp 443" } }, course);
    await course.undo();
    await course.undo();
    expect(cloud.bodies(POST_MONITOR)).toHaveLength(1);
  });
});
