import { systemClock } from "@cimi-gateway/adapter";
import { afterEach, describe, expect, it } from "@jest/globals";
import { openHost, openWorld, type WorldOptions } from "./local.js";
import { RemoteWorld } from "./remote.js";
import type { Rule } from "./script.js";
import { serveWorld } from "./server.js";
import type { World } from "./world.js";

const small = { configuration: "tiny", image: "debian-12", initialState: "running" } as const;
const PATIENCE = 400;

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function here(options: Partial<WorldOptions>, patience = PATIENCE): Promise<World> {
  const world = await openWorld({ clock: systemClock, delay: 0, patience, ...options });
  opened.push(() => world.close());
  return world;
}

async function elsewhere(options: Partial<WorldOptions>, patience = PATIENCE): Promise<World> {
  const host = await openHost({ clock: systemClock, delay: 0, ...options });
  const server = await serveWorld(host);
  const world = new RemoteWorld(server.endpoint, patience);
  opened.push(async () => {
    await world.close();
    await server.close();
    host.close();
  });
  return world;
}

describe.each([
  ["in this process", here],
  ["in another process", elsewhere],
])("a world %s", (_, make) => {
  const faulty = async (...rules: Rule[]): Promise<World> => {
    const world = await make({});
    await world.script(rules);
    return world;
  };
  const made = async (world: World): Promise<number> => (await world.census()).made.machine;

  it("makes, lists, reads and forgets", async () => {
    const world = await make({});
    const { id, requestId } = await world.write("machine.create", { ...small, name: "a", properties: { k: "v" } });
    expect(requestId).not.toBe("");
    const [machine] = (await world.list("machine", {})).items;
    expect(machine).toMatchObject({ id, name: "a", properties: { k: "v" }, state: "running" });
    expect((await world.read("machine", [id, "none"]))[0]).toBe(machine);
    await world.write("machine.delete", { id });
    expect(await world.read("machine", [id])).toEqual([]);
    expect((await world.census()).calls).toMatchObject({
      "machine.create": 1,
      "machine.list": 1,
      "machine.read": 2,
      "machine.delete": 1,
    });
  });

  it("says why it refuses", async () => {
    const world = await make({ quota: { volume: 0 } });
    await expect(world.write("machine.start", { id: "none" })).rejects.toMatchObject({
      code: "NotFound",
      message: "there is no machine none",
    });
    await expect(world.write("volume.create", { size: 1 })).rejects.toMatchObject({ code: "QuotaExceeded" });
    await expect(world.guest("none")).rejects.toMatchObject({ code: "NotFound" });
  });

  it("pages", async () => {
    const world = await make({ pageSize: 4 });
    const { items, after } = await world.list("machineConfiguration", {});
    expect([items.length, (await world.list("machineConfiguration", { after })).items.length]).toEqual([4, 1]);
  });

  it("tells the guest", async () => {
    const world = await make({});
    const { id } = await world.write("machine.create", { ...small, userData: "aGk=" });
    expect(await world.guest(id)).toMatchObject({ userData: "aGk=" });
  });

  it("throttles as often as it is told to, and says for how long (RELIABILITY row 7)", async () => {
    const world = await faulty({ action: "machine.create", fault: "throttle", retryAfter: 2, times: 2 });
    for (const _ of [1, 2])
      await expect(world.write("machine.create", small)).rejects.toMatchObject({ code: "Throttled", retryAfter: 2 });
    await world.write("machine.create", small);
    expect(await made(world)).toBe(1);
  });

  it("befalls a share of the calls (row 8)", async () => {
    const draws = [0.1, 0.5, 0.2, 0.9];
    const world = await make({ random: () => draws.shift()! });
    await world.script([{ action: "*", fault: "throttle", share: 0.3 }]);
    const outcomes = [];
    for (let call = 0; call < 4; call++)
      outcomes.push(
        await world.list("machine", {}).then(
          () => "fine",
          () => "refused",
        ),
      );
    expect(outcomes).toEqual(["refused", "fine", "refused", "fine"]);
  });

  it.each<[Rule["fault"], string]>([
    ["error", "InternalError"],
    ["quota", "QuotaExceeded"],
    ["cut", "NoAnswer"],
  ])("%s: nothing is done (rows 9, 10)", async (fault, code) => {
    const world = await faulty({ action: "machine.*", fault } as Rule);
    await expect(world.write("machine.create", small)).rejects.toMatchObject({ code });
    expect(await made(world)).toBe(0);
  });

  it.each<Rule>([
    { action: "*.create", fault: "lost", times: 1 },
    { action: "*.create", fault: "drop", bytes: 0, times: 1 },
    { action: "*.create", fault: "drop", bytes: 20, times: 1 },
    { action: "*.create", fault: "hang", acts: true, times: 1 },
  ])("%j: it is done once, the answer is lost, and the token finds it (rows 2, 3)", async (rule) => {
    const world = await faulty(rule);
    await expect(world.write("machine.create", small, "token")).rejects.toMatchObject({ code: "NoAnswer" });
    expect(await made(world)).toBe(1);
    const { id } = await world.write("machine.create", small, "token");
    expect((await world.list("machine", {})).items.map((machine) => machine.id)).toEqual([id]);
    expect(await made(world)).toBe(1);
  });

  it("drops the answer of a read", async () => {
    const world = await faulty({ action: "machineImage.list", fault: "drop", bytes: 30, times: 1 });
    await expect(world.list("machineImage", {})).rejects.toMatchObject({ code: "NoAnswer" });
    expect((await world.list("machineImage", {})).items).toHaveLength(4);
  });

  it("hangs, and the caller gives up after its patience (row 12)", async () => {
    const world = await faulty({ action: "machine.list", fault: "hang" });
    const begun = Date.now();
    await expect(world.list("machine", {})).rejects.toMatchObject({ code: "NoAnswer" });
    expect(Date.now() - begun).toBeGreaterThanOrEqual(PATIENCE - 5);
  });

  it("hangs, and the caller goes away before", async () => {
    const world = await faulty({ action: "machine.list", fault: "hang" });
    const reason = new Error("gone");
    const controller = new AbortController();
    const call = world.list("machine", {}, controller);
    setTimeout(() => controller.abort(reason), 20);
    await expect(call).rejects.toBe(reason);
  });

  it("answers late", async () => {
    const world = await faulty({ action: "machine.list", fault: "delay", milliseconds: 50 });
    const begun = Date.now();
    await world.list("machine", {});
    expect(Date.now() - begun).toBeGreaterThanOrEqual(45);
  });

  it.each(["html", "types", "deep", "large"] as const)("answers garbage: %s (row 14)", async (form) => {
    // Sixteen mebibytes take their time on a busy machine.
    const world = await make({}, 30_000);
    await world.script([{ action: "*", fault: "garbage", form }]);
    await expect(world.list("machine", {})).rejects.toMatchObject({ code: "Garbled" });
    await expect(world.write("volume.create", { size: 1 })).rejects.toMatchObject({ code: "Garbled" });
  });

  it("hides for a while what it made (A3), and the token finds it all the same", async () => {
    const world = await faulty({ action: "machine.create", fault: "stale", milliseconds: 60, times: 1 });
    const { id } = await world.write("machine.create", small, "token");
    expect(await world.read("machine", [id])).toEqual([]);
    expect((await world.list("machine", {})).items).toEqual([]);
    expect((await world.write("machine.create", small, "token")).id).toBe(id);
    await systemClock.sleep(80);
    expect(await world.read("machine", [id])).toHaveLength(1);
  });

  it("lets what it accepted end in error", async () => {
    const world = await faulty(
      { action: "machine.create", fault: "breakdown" },
      { action: "machine.stop", fault: "breakdown", state: "failed", times: 1 },
    );
    const { id } = await world.write("machine.create", small);
    expect((await world.read("machine", [id]))[0]?.state).toBe("error");
    await world.script([{ action: "machine.stop", fault: "breakdown", state: "failed", times: 1 }]);
    const { id: other } = await world.write("machine.create", small);
    await world.write("machine.stop", { id: other });
    expect((await world.read("machine", [other]))[0]?.state).toBe("failed");
    await world.write("machine.stop", { id: other });
    expect((await world.read("machine", [other]))[0]?.state).toBe("off");
  });

  it("goes right again once the script is empty", async () => {
    const world = await faulty({ action: "*", fault: "error" });
    await expect(world.list("machine", {})).rejects.toMatchObject({ code: "InternalError" });
    await world.script([]);
    await expect(world.list("machine", {})).resolves.toEqual({ items: [] });
  });
});

describe("a world that nobody serves", () => {
  it("is unreachable: nothing was sent", async () => {
    const server = await serveWorld(await openHost({ clock: systemClock }));
    await server.close();
    const world = new RemoteWorld(server.endpoint, PATIENCE);
    await expect(world.write("machine.create", small)).rejects.toMatchObject({ code: "Unreachable" });
    await world.close();
  });
});
