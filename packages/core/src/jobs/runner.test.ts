import { type CreateRequest, ProviderFault, steppingClock, type WriteContext } from "@cimi-gateway/adapter";
import type { ResourceName, Values } from "@cimi-gateway/model";
import { type Operation, openStore, type Store } from "@cimi-gateway/store";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { AnyResourceAdapter } from "../read/source.js";
import { FakeResource, type FakeService, serviceOf } from "../testing.js";
import type { Intent, Submission, VolumePlan } from "./intent.js";

/** A cloud in which things are made at once; a test says where it fails. */
class World {
  readonly machines = new FakeResource(
    ["name", "state", "note"],
    [],
    this.#writes(() => this.machines, "i", "STOPPED"),
  );
  readonly volumes = new FakeResource(
    ["name", "state"],
    [],
    this.#writes(() => this.volumes, "vol", "AVAILABLE"),
  );
  /** What was sent, in order. */
  readonly sent: string[] = [];
  /** Called before anything is done. */
  before: (call: string) => void | Promise<void> = () => {};
  readonly #tokens = new Map<string, string>();

  async #act(call: string): Promise<void> {
    this.sent.push(call);
    await this.before(call);
  }

  #writes(table: () => FakeResource, prefix: string, state: string): Partial<AnyResourceAdapter> {
    const make = async ({ token, marker }: { token: string; marker: string }, name: string | undefined): Promise<string> => {
      await this.#act(`create ${prefix}`);
      const id = this.#tokens.get(token) ?? `${prefix}-${this.#tokens.size + 1}`;
      this.#tokens.set(token, id);
      table().things.set(id, { id, marker, name, state });
      return id;
    };
    const drop = async (id: string): Promise<void> => {
      await this.#act(`delete ${id}`);
      if (!table().things.delete(id)) throw new ProviderFault("notFound", "no such thing");
    };
    return {
      create: async ({ name }: CreateRequest<ResourceName>, context: WriteContext) => {
        const send = (once: { token: string; marker: string }) => make(once, name);
        const id = await context.step("create", { send, undo: drop });
        await context.step("finish", { send: async () => this.#act(`finish ${id}`).then(() => null) });
        return { id, overlay: { note: `made ${id}` }, requestId: `req-${id}` };
      },
      delete: async (id: string, context: WriteContext) => {
        await context.step("delete", { send: async () => drop(id).then(() => null) });
        return { id };
      },
    };
  }
}

let world: World;
let store: Store;
let service: FakeService;
const opened: FakeService[] = [];

/** A process over the same store and the same cloud; the earlier one is dead. */
async function start(checkpoint: (point: string) => Promise<void> | void = () => {}): Promise<void> {
  const clock = steppingClock();
  const cloud = { Machine: world.machines.adapter, Volume: world.volumes.adapter };
  service = await serviceOf(cloud, { store, clock, checkpoint });
  opened.push(service);
}

beforeEach(async () => {
  world = new World();
  store = await openStore({ folder: ":memory:" });
  await start();
});
afterEach(async () => {
  for (const { runner } of opened.splice(0)) runner.stop();
  await store.close();
});

const plan = (id: string): VolumePlan => ({ request: { id, template: {} } });

function machine(volumes: readonly VolumePlan[] = []): Submission {
  const request = { id: "m-7", name: "web", template: {} } as CreateRequest<ResourceName>;
  const intent: Intent = { kind: "create", type: "Machine", request, volumes };
  const created = "machines/m-7";
  return { intent, action: "add", target: "machines", created, preview: { name: "web", state: "CREATING" } };
}

const deletion = (nativeId: string): Submission => ({
  intent: { kind: "delete", type: "Machine", nativeId },
  action: "delete",
  target: "machines/m-7",
});

const run = async (submission: Submission): Promise<Operation> => (await service.runner.submit(submission)).settled;
const job = (id: string) => store.operations.get(service.cloud.scope, id);
const shown = (id: string): Promise<Values | undefined> => service.view.find("Machine", id).then((found) => found?.values);
const left = () => [...world.machines.things.keys(), ...world.volumes.things.keys()];

/** Everything that an earlier process did not finish, carried to its end. */
async function recover(): Promise<void> {
  const unsettled = await store.operations.unsettled();
  for (const operation of unsettled) await service.runner.takeUp(operation);
  for (const { id } of unsettled) await service.runner.running(id)?.settled;
}

const refuse = (call: string) => (given: string) => {
  if (given === call) throw new ProviderFault("quota", "the account is full");
};

/** A process that dies at a point: nothing after it happens. */
async function killedAt(point: string, submission: Submission): Promise<void> {
  let died = (): void => {};
  const dead = new Promise<void>((resolve) => (died = resolve));
  await start((reached) => {
    if (reached !== point) return;
    died();
    return new Promise(() => {});
  });
  void service.runner.submit(submission);
  await dead;
  world.before = () => {};
  await start();
}

describe("a write (DESIGN, Writes)", () => {
  it("is on disk with its Job before anything is sent", async () => {
    const seen: unknown[] = [];
    world.before = async () => {
      const [operation] = await store.operations.list(service.cloud.scope);
      seen.push([operation!.state, operation!.action, (operation!.request as Values).kind]);
    };
    await run(machine());
    expect(seen[0]).toEqual(["RUNNING", "add", "create"]);
  });

  it("sends nothing when it cannot be committed (RELIABILITY, rule 14)", async () => {
    await run({ ...machine(), id: "twice" });
    world.sent.length = 0;
    await expect(service.runner.submit({ ...deletion("i-1"), id: "twice" })).rejects.toThrow("exists already");
    expect(world.sent).toEqual([]);
  });

  it("shows the new resource as CREATING until it is finished (4.2.1.1)", async () => {
    let during: Values | undefined;
    world.before = async () => {
      during ??= await shown("m-7");
    };
    await run(machine());
    expect(during).toEqual({ id: "machines/m-7", name: "web", state: "CREATING" });
    expect(await shown("m-7")).toMatchObject({ id: "machines/m-7", name: "web", state: "STOPPED" });
  });

  it("ends in a Job that says all of it (Table 46)", async () => {
    const settled = await run(machine());
    expect(settled).toMatchObject({
      state: "SUCCESS",
      returnCode: 0,
      progress: 100,
      resource: "machines",
      affected: ["machines", "machines/m-7"],
      details: { nativeId: "i-1", nativeRequestId: "req-i-1" },
    });
    expect(await job(settled.id)).toMatchObject({ state: "SUCCESS", request: undefined, finished: settled.finished });
  });

  it("keeps the id and what does not fit natively", async () => {
    await run(machine());
    expect((await store.identities.nativeIds(service.cloud.scope, "Machine", ["m-7"])).get("m-7")).toBe("i-1");
    expect(await shown("m-7")).toMatchObject({ note: "made i-1" });
  });

  it("of a delete forgets both, and what is gone already is deleted", async () => {
    await run(machine());
    expect(await run(deletion("i-1"))).toMatchObject({ state: "SUCCESS", affected: ["machines/m-7"] });
    expect((await store.identities.nativeIds(service.cloud.scope, "Machine", ["m-7"])).size).toBe(0);
    expect((await store.overlays.get(service.cloud.scope, "Machine", ["i-1"])).size).toBe(0);
    expect(await run(deletion("i-1"))).toMatchObject({ state: "SUCCESS" });
  });

  it("that takes something out keeps what it concerned among the affected (5.17.1)", async () => {
    await run(machine());
    const removal = { ...deletion("i-1"), action: "remove", target: "machines/m-7/volumes", affected: ["volumes/1"] };
    expect((await run(removal)).affected).toEqual(["machines/m-7/volumes", "volumes/1"]);
  });

  it("that changes nothing has a Job too (4.2.1.6)", async () => {
    const intent: Intent = { kind: "nothing", type: "Machine" };
    expect(await run({ intent, action: "edit", target: "machines/m-7" })).toMatchObject({ state: "SUCCESS", progress: 100 });
    expect(world.sent).toEqual([]);
  });
});

describe("a write that fails", () => {
  it("is taken back, and its Job says what the cloud said (RELIABILITY, fault 10)", async () => {
    world.before = refuse("finish i-1");
    expect(await run(machine())).toMatchObject({
      state: "FAILED",
      returnCode: 10_403,
      progress: 100,
      statusMessage: "the cloud refused: the account is full",
    });
    expect([world.sent, left()]).toEqual([["create i", "finish i-1", "delete i-1"], []]);
    expect(await shown("m-7")).toBeUndefined();
  });

  it("names what could not be taken back, and is never silent", async () => {
    world.before = (call) => {
      if (call === "delete i-1") throw new ProviderFault("conflict", "in use");
      refuse("finish i-1")(call);
    };
    expect((await run(machine())).statusMessage).toBe("the cloud refused: the account is full; could not be taken back: create");
  });

  it("for a reason that nobody foresaw is 500, without particulars", async () => {
    world.before = () => {
      throw new TypeError("x is undefined at secret.ts");
    };
    const { returnCode, statusMessage } = await run(machine());
    expect(returnCode).toBe(10_500);
    expect(statusMessage).not.toContain("secret");
  });

  it("when what it made ends in ERROR, is taken back (5.8)", async () => {
    world.before = (call) => {
      if (call === "finish i-1") world.machines.things.set("i-1", { id: "i-1", marker: "m-7", state: "ERROR" });
    };
    expect(await run(machine())).toMatchObject({ state: "FAILED", returnCode: 10_409 });
    expect(left()).toEqual([]);
  });
});

describe("nested Jobs (5.14.3, 5.17.1)", () => {
  it("make the Volumes first, each once, and belong to the whole", async () => {
    const whole = await run(machine([plan("v-1"), plan("v-2")]));
    expect(whole.state).toBe("SUCCESS");
    const parts = await store.operations.nested(service.cloud.scope, whole.id);
    expect(parts.map(({ state, created }) => [state, created]).sort()).toEqual([
      ["SUCCESS", "volumes/v-1"],
      ["SUCCESS", "volumes/v-2"],
    ]);
    expect(world.sent.filter((call) => call.startsWith("create"))).toEqual(["create vol", "create vol", "create i"]);
  });

  it("of which one fails end the whole, with its reason, and take back what the others made", async () => {
    world.before = refuse("finish vol-2");
    const whole = await run(machine([plan("v-1"), plan("v-2")]));
    expect(whole).toMatchObject({ state: "FAILED", returnCode: 10_403, statusMessage: "the cloud refused: the account is full" });
    expect(left()).toEqual([]);
  });

  it("take Volumes back under the ids that they had (5.7.1)", async () => {
    world.before = refuse("finish i-2");
    const whole = await run(machine([plan("v-1")]));
    expect([whole.state, left()]).toEqual(["FAILED", []]);
    const parts = await store.operations.nested(service.cloud.scope, whole.id);
    expect(parts.map(({ action, resource }) => [action, resource]).sort()).toEqual([
      ["add", "volumes"],
      ["delete", "volumes/v-1"],
    ]);
  });

  it("that cannot be taken back are named", async () => {
    world.before = (call) => {
      if (call === "delete vol-1") throw new ProviderFault("conflict", "in use");
      refuse("finish i-2")(call);
    };
    expect((await run(machine([plan("v-1")]))).statusMessage).toMatch(/; could not be taken back: Volume vol-1$/);
  });
});

describe("stop (5.17.1.1)", () => {
  it("ends a Job of which nothing was sent: it is STOPPED", async () => {
    const running = await service.runner.submit(machine());
    expect(service.runner.stoppable(running.id)).toBe(true);
    await service.runner.stopJob(running.id);
    expect(await running.settled).toMatchObject({ state: "STOPPED", progress: 100 });
    expect(world.sent).toEqual([]);
  });

  it("comes too late once something was sent: 409", async () => {
    let id = "";
    const attempts: unknown[] = [];
    world.before = async (call) => {
      if (call !== "create i") return;
      attempts.push(service.runner.stoppable(id));
      await service.runner.stopJob(id).catch((error) => attempts.push(error.status));
    };
    const running = await service.runner.submit(machine());
    id = running.id;
    expect((await running.settled).state).toBe("SUCCESS");
    expect(attempts).toEqual([false, 409]);
  });

  it("between nested Jobs takes back what they made", async () => {
    const running = await service.runner.submit(machine([plan("v-1"), plan("v-2")]));
    let stopping: Promise<void> | undefined;
    world.before = (call) => {
      if (call === "create vol") stopping ??= service.runner.stopJob(running.id);
    };
    expect((await running.settled).state).toBe("STOPPED");
    await stopping;
    expect([left(), world.sent]).not.toContain("create i");
    expect(left()).toEqual([]);
  });

  it("of a Job that is finished, or that never was, is 409", async () => {
    const { id } = await run(machine());
    await expect(service.runner.stopJob(id)).rejects.toMatchObject({ status: 409 });
    await expect(service.runner.stopJob("none")).rejects.toMatchObject({ status: 409 });
  });
});

describe("recovery (RELIABILITY, faults 1 to 3)", () => {
  it.each([
    "committed",
    "create.recorded",
    "create.acted",
    "create.done",
    "finish.recorded",
    "finish.acted",
    "finish.done",
    "finished",
  ])("killed at %s: one machine, and the Job is SUCCESS", async (point) => {
    await killedAt(point, { ...machine(), id: "job" });
    expect((await job("job"))!.state).toBe("RUNNING");
    await recover();
    expect(await job("job")).toMatchObject({ state: "SUCCESS", details: { nativeId: "i-1" } });
    expect(left()).toEqual(["i-1"]);
    expect(await shown("m-7")).toMatchObject({ id: "machines/m-7", state: "STOPPED" });
  });

  it.each(["failed", "create.reverted", "create.undone"])("killed at %s while it turns back: nothing is left", async (point) => {
    world.before = refuse("finish i-2");
    await killedAt(point, { ...machine([plan("v-1")]), id: "job" });
    await recover();
    expect(await job("job")).toMatchObject({ state: "FAILED", statusMessage: "the cloud refused: the account is full" });
    expect(left()).toEqual([]);
  });

  it("killed within a nested Job: the whole and the part are finished once", async () => {
    await killedAt("create.acted", { ...machine([plan("v-1")]), id: "job" });
    await recover();
    expect((await job("job"))!.state).toBe("SUCCESS");
    expect(left().sort()).toEqual(["i-2", "vol-1"]);
    expect(await store.operations.unsettled()).toEqual([]);
  });

  it("a key that was shown to nobody is taken back", async () => {
    const submission = machine();
    const secret = { ...submission.intent, secret: true } as Intent;
    await killedAt("create.acted", { ...submission, intent: secret, id: "job" });
    await recover();
    expect(await job("job")).toMatchObject({
      state: "FAILED",
      statusMessage: expect.stringContaining("the private key is lost"),
    });
    expect(left()).toEqual([]);
  });
});

describe("a gateway that stops", () => {
  it("leaves what is under way for the next start: it fails nothing and takes nothing back", async () => {
    const { runner } = service;
    world.before = (call) => {
      if (call !== "finish i-1") return;
      runner.stop();
      throw new ProviderFault("unanswered", "the connection was closed");
    };
    const running = await runner.submit({ ...machine(), id: "job" });
    let settled = false;
    void running.settled.finally(() => (settled = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([settled, (await job("job"))!.state, left()]).toEqual([false, "RUNNING", ["i-1"]]);
    world.before = () => {};
    await start();
    await recover();
    expect([(await job("job"))!.state, left()]).toEqual(["SUCCESS", ["i-1"]]);
  });
});
