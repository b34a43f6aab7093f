import { ProviderFault } from "@cimi-gateway/adapter";
import type { Values } from "@cimi-gateway/model";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Intent } from "./intent.js";
import { Bench, deletion, machine, plan, refuse } from "./testing.js";

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(() => bench.close());

describe("a write (DESIGN, Writes)", () => {
  it("is on disk with its Job before anything is sent", async () => {
    const seen: unknown[] = [];
    bench.world.before = async () => {
      const [operation] = await bench.store.operations.list(bench.service.cloud.scope);
      seen.push([operation!.state, operation!.action, (operation!.request as Values).kind]);
    };
    await bench.run(machine());
    expect(seen[0]).toEqual(["RUNNING", "add", "create"]);
  });

  it("sends nothing when it cannot be committed (RELIABILITY, rule 14)", async () => {
    await bench.run({ ...machine(), id: "twice" });
    bench.world.sent.length = 0;
    await expect(bench.service.runner.submit({ ...deletion("i-1"), id: "twice" })).rejects.toThrow("exists already");
    expect(bench.world.sent).toEqual([]);
  });

  it("shows the new resource as CREATING until it is finished (4.2.1.1)", async () => {
    let during: Values | undefined;
    bench.world.before = async () => {
      during ??= await bench.shown("m-7");
    };
    await bench.run(machine());
    expect(during).toEqual({ id: "machines/m-7", name: "web", state: "CREATING" });
    expect(await bench.shown("m-7")).toMatchObject({ id: "machines/m-7", name: "web", state: "STOPPED" });
  });

  // [5.17.1-9]
  it("ends in a Job that says all of it (Table 46)", async () => {
    const settled = await bench.run(machine());
    expect(settled).toMatchObject({
      state: "SUCCESS",
      returnCode: 0,
      progress: 100,
      resource: "machines",
      affected: ["machines", "machines/m-7"],
      details: { nativeId: "i-1", nativeRequestId: "req-i-1" },
    });
    expect(await bench.job(settled.id)).toMatchObject({ state: "SUCCESS", request: undefined, finished: settled.finished });
  });

  it("keeps the id and what does not fit natively", async () => {
    await bench.run(machine());
    expect((await bench.store.identities.nativeIds(bench.service.cloud.scope, "Machine", ["m-7"])).get("m-7")).toBe("i-1");
    expect(await bench.shown("m-7")).toMatchObject({ note: "made i-1" });
  });

  it("of a delete forgets both, and what is gone already is deleted", async () => {
    await bench.run(machine());
    expect(await bench.run(deletion("i-1"))).toMatchObject({ state: "SUCCESS", affected: ["machines/m-7"] });
    expect((await bench.store.identities.nativeIds(bench.service.cloud.scope, "Machine", ["m-7"])).size).toBe(0);
    expect((await bench.store.overlays.get(bench.service.cloud.scope, "Machine", ["i-1"])).size).toBe(0);
    expect(await bench.run(deletion("i-1"))).toMatchObject({ state: "SUCCESS" });
  });

  it("leaves what it made as it was while the cloud does not show it for a moment (RELIABILITY, fault 54)", async () => {
    await bench.run(machine());
    const { reader, view } = bench.service;
    bench.world.machines.things.delete("i-1");
    expect(await bench.shown("m-7")).toMatchObject({ name: "web", state: "STOPPED" });
    expect((await view.list("Machine")).entities.map(({ id }) => id)).toEqual(["m-7"]);
    await reader.options.clock.sleep(reader.options.limits.probeWindow);
    expect(await bench.shown("m-7")).toBeUndefined();
    expect((await view.list("Machine")).entities).toEqual([]);
  });

  it("of a delete is believed at once (fault 54)", async () => {
    await bench.run(machine());
    await bench.run(deletion("i-1"));
    expect(await bench.shown("m-7")).toBeUndefined();
    expect((await bench.service.view.list("Machine")).entities).toEqual([]);
  });

  it("that takes something out keeps what it concerned among the affected (5.17.1)", async () => {
    await bench.run(machine());
    const removal = { ...deletion("i-1"), action: "remove", target: "machines/m-7/volumes", affected: ["volumes/1"] };
    expect((await bench.run(removal)).affected).toEqual(["machines/m-7/volumes", "volumes/1"]);
  });

  it("that changes nothing has a Job too (4.2.1.6)", async () => {
    const intent: Intent = { kind: "nothing", type: "Machine" };
    expect(await bench.run({ intent, action: "edit", target: "machines/m-7" })).toMatchObject({
      state: "SUCCESS",
      progress: 100,
    });
    expect(bench.world.sent).toEqual([]);
  });
});

describe("a write that fails", () => {
  it("is taken back, and its Job says what the cloud said (RELIABILITY, fault 10)", async () => {
    bench.world.before = refuse("finish i-1");
    expect(await bench.run(machine())).toMatchObject({
      state: "FAILED",
      returnCode: 10_403,
      progress: 100,
      statusMessage: "the cloud refused: the account is full",
    });
    expect([bench.world.sent, bench.left()]).toEqual([["create i", "finish i-1", "delete i-1"], []]);
    expect(await bench.shown("m-7")).toBeUndefined();
  });

  it("names what could not be taken back, and is never silent", async () => {
    bench.world.before = (call) => {
      if (call === "delete i-1") throw new ProviderFault("conflict", "in use");
      refuse("finish i-1")(call);
    };
    expect((await bench.run(machine())).statusMessage).toBe(
      "the cloud refused: the account is full; could not be taken back: create",
    );
  });

  it("for a reason that nobody foresaw is 500, without particulars", async () => {
    bench.world.before = () => {
      throw new TypeError("x is undefined at secret.ts");
    };
    const { returnCode, statusMessage } = await bench.run(machine());
    expect(returnCode).toBe(10_500);
    expect(statusMessage).not.toContain("secret");
  });

  // [5.8-3]
  it("when what it made ends in ERROR, is taken back (5.8)", async () => {
    bench.world.before = (call) => {
      if (call === "finish i-1") bench.world.machines.things.set("i-1", { id: "i-1", marker: "m-7", state: "ERROR" });
    };
    expect(await bench.run(machine())).toMatchObject({ state: "FAILED", returnCode: 10_409 });
    expect(bench.left()).toEqual([]);
  });
});

describe("nested Jobs (5.14.3, 5.17.1)", () => {
  it("make the Volumes first, each once, and belong to the whole", async () => {
    const whole = await bench.run(machine([plan("v-1"), plan("v-2")]));
    expect(whole.state).toBe("SUCCESS");
    const parts = await bench.store.operations.nested(bench.service.cloud.scope, whole.id);
    expect(parts.map(({ state, created }) => [state, created]).sort()).toEqual([
      ["SUCCESS", "volumes/v-1"],
      ["SUCCESS", "volumes/v-2"],
    ]);
    expect(bench.world.sent.filter((call) => call.startsWith("create"))).toEqual(["create vol", "create vol", "create i"]);
  });

  it("of which one fails end the whole, with its reason, and take back what the others made", async () => {
    bench.world.before = refuse("finish vol-2");
    const whole = await bench.run(machine([plan("v-1"), plan("v-2")]));
    expect(whole).toMatchObject({ state: "FAILED", returnCode: 10_403, statusMessage: "the cloud refused: the account is full" });
    expect(bench.left()).toEqual([]);
  });

  it("take Volumes back under the ids that they had (5.7.1)", async () => {
    bench.world.before = refuse("finish i-2");
    const whole = await bench.run(machine([plan("v-1")]));
    expect([whole.state, bench.left()]).toEqual(["FAILED", []]);
    const parts = await bench.store.operations.nested(bench.service.cloud.scope, whole.id);
    expect(parts.map(({ action, resource }) => [action, resource]).sort()).toEqual([
      ["add", "volumes"],
      ["delete", "volumes/v-1"],
    ]);
  });

  it("that cannot be taken back are named", async () => {
    bench.world.before = (call) => {
      if (call === "delete vol-1") throw new ProviderFault("conflict", "in use");
      refuse("finish i-2")(call);
    };
    expect((await bench.run(machine([plan("v-1")]))).statusMessage).toMatch(/; could not be taken back: Volume vol-1$/);
  });
});

describe("stop (5.17.1.1)", () => {
  // [5.17.1.1-3] [5.17.1.1-5]
  it("ends a Job of which nothing was sent: it is STOPPED", async () => {
    const running = await bench.service.runner.submit(machine());
    expect(bench.service.runner.stoppable(running.id)).toBe(true);
    await bench.service.runner.stopJob(running.id);
    expect(await running.settled).toMatchObject({ state: "STOPPED", progress: 100 });
    expect(bench.world.sent).toEqual([]);
  });

  it("comes too late once something was sent: 409", async () => {
    let id = "";
    const attempts: unknown[] = [];
    bench.world.before = async (call) => {
      if (call !== "create i") return;
      attempts.push(bench.service.runner.stoppable(id));
      await bench.service.runner.stopJob(id).catch((error) => attempts.push(error.status));
    };
    const running = await bench.service.runner.submit(machine());
    id = running.id;
    expect((await running.settled).state).toBe("SUCCESS");
    expect(attempts).toEqual([false, 409]);
  });

  it("between nested Jobs takes back what they made", async () => {
    const running = await bench.service.runner.submit(machine([plan("v-1"), plan("v-2")]));
    let stopping: Promise<void> | undefined;
    bench.world.before = (call) => {
      if (call === "create vol") stopping ??= bench.service.runner.stopJob(running.id);
    };
    expect((await running.settled).state).toBe("STOPPED");
    await stopping;
    expect(bench.world.sent).not.toContain("create i");
    expect(bench.left()).toEqual([]);
  });

  it("of a Job that is finished, or that never was, is 409", async () => {
    const { id } = await bench.run(machine());
    await expect(bench.service.runner.stopJob(id)).rejects.toMatchObject({ status: 409 });
    await expect(bench.service.runner.stopJob("none")).rejects.toMatchObject({ status: 409 });
  });
});
