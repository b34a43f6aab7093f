import { type Call, ProviderFault, silentLog, steppingClock } from "@cimi-gateway/adapter";
import { openStore, type Store } from "@cimi-gateway/store";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { LIMITS } from "../limits.js";
import { Steps } from "./steps.js";

const scope = { tenant: "tenant", cloud: "fake" };

let store: Store;
let events: string[];
let halted: Error | undefined;
beforeEach(async () => {
  store = await openStore({ folder: ":memory:" });
  events = [];
  halted = undefined;
});
afterEach(() => store.close());

/** The steps of one operation, as a new process has them. */
async function process(checkpoint: (point: string) => void = () => {}): Promise<Steps> {
  const clock = steppingClock();
  const options = { store, scope, clock, log: silentLog, limits: LIMITS, deadline: clock.now() + LIMITS.jobDeadline };
  const signal = new AbortController().signal;
  const steps = new Steps("op", "id-7", { ...options, signal, checkpoint }, () => halted);
  await steps.load();
  return steps;
}

const recorded = async () => (await store.operations.steps(scope, "op")).map(({ name, state }) => `${name} ${state}`);

const call = (name: string, more: Partial<Call<string>> = {}): Call<string> => ({
  send: async () => {
    events.push(`send ${name}`);
    return `made ${name}`;
  },
  undo: async (result) => {
    events.push(`undo ${result}`);
  },
  ...more,
});

const refused = { send: () => Promise.reject(new ProviderFault("conflict", "refused")) };
const crash = (at: string) => (point: string) => {
  if (point === at) throw new Error("kill -9");
};

describe("a step (RELIABILITY, rule 1)", () => {
  it("is recorded before it is sent, and with its result after", async () => {
    const steps = await process();
    let before: readonly string[] = [];
    const send = async () => {
      before = await recorded();
      return "i-7";
    };
    expect(await steps.step("create", { send })).toBe("i-7");
    expect(before).toEqual(["create PENDING"]);
    expect(await store.operations.steps(scope, "op")).toMatchObject([{ name: "create", state: "DONE", result: "i-7", order: 0 }]);
  });

  it("is not sent when it cannot be recorded", async () => {
    const steps = await process(crash("create.recorded"));
    await expect(steps.step("create", call("a"))).rejects.toThrow("kill -9");
    expect(events).toEqual([]);
  });

  it("has a token that follows from operation and step; that of create is marked with the CIMI id", async () => {
    const seen: string[][] = [];
    const send = async ({ token, marker }: { token: string; marker: string }) => {
      seen.push([token, marker]);
      return null;
    };
    const steps = await process();
    await steps.step("create", { send });
    await steps.step("attach", { send });
    expect(seen[0]![0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(seen[1]![0]).not.toBe(seen[0]![0]);
    expect(seen.map(([, marker]) => marker)).toEqual(["id-7", "id-7.attach"]);
  });

  it("counts as begun from the moment at which it may be sent, so that no stop comes between", async () => {
    const steps = await process();
    expect(steps.begun).toBe(false);
    const sent = steps.step("create", call("a"));
    expect(steps.begun).toBe(true);
    await sent;
  });
});

describe("after a crash", () => {
  it("a finished step gives its recorded result and is not sent again", async () => {
    await (await process()).step("create", call("a"));
    events = [];
    expect(await (await process()).step("create", call("a"))).toBe("made a");
    expect(events).toEqual([]);
  });

  it("an interrupted step is sent again with the same token", async () => {
    const tokens: string[] = [];
    const send = async ({ token }: { token: string }) => {
      tokens.push(token);
      return "i-7";
    };
    await expect((await process(crash("create.acted"))).step("create", { send })).rejects.toThrow("kill -9");
    await (await process()).step("create", { send });
    expect(tokens).toEqual([tokens[0], tokens[0]]);
  });

  it("an interrupted step that can be found is not sent again", async () => {
    await expect((await process(crash("create.acted"))).step("create", call("a"))).rejects.toThrow("kill -9");
    events = [];
    const found = call("a", { find: async () => "found a" });
    expect(await (await process()).step("create", found)).toBe("found a");
    expect(events).toEqual([]);
    expect(await recorded()).toEqual(["create DONE"]);
  });

  it.each(["conflict", "notFound"] as const)(
    "an interrupted step whose look ends with %s stays one that may have acted: it was not the call that was refused",
    async (kind) => {
      await expect((await process(crash("create.acted"))).step("create", call("a"))).rejects.toThrow("kill -9");
      const barred = call("a", { find: () => Promise.reject(new ProviderFault(kind, "no look")) });
      const message = "the outcome is unknown: no look; look at the cloud before repeating the request";
      await expect((await process()).step("create", barred)).rejects.toMatchObject({ kind: "unanswered", message });
      expect(await recorded()).toEqual(["create PENDING"]);
    },
  );

  it("later steps come after those that are recorded", async () => {
    await (await process()).step("create", call("a"));
    await (await process()).step("attach", call("b"));
    expect((await store.operations.steps(scope, "op")).map(({ name, order }) => [name, order])).toEqual([
      ["create", 0],
      ["attach", 1],
    ]);
  });
});

describe("when a later step fails (RELIABILITY, rule 4)", () => {
  it("what was done is taken back, last first; what failed is not", async () => {
    const steps = await process();
    await steps.step("create", call("a"));
    await steps.step("attach", call("b"));
    await expect(steps.step("start", call("c", refused))).rejects.toThrow("refused");
    events = [];
    expect(await steps.undo()).toEqual([]);
    expect(events).toEqual(["undo made b", "undo made a"]);
    expect(await recorded()).toEqual(["create UNDONE", "attach UNDONE", "start UNDONE"]);
  });

  it("what cannot be taken back is tried several times and then named; the rest goes", async () => {
    let tries = 0;
    const stubborn = () => {
      tries++;
      return Promise.reject(new Error("in use"));
    };
    const steps = await process();
    await steps.step("create", call("a"));
    await steps.step("attach", call("b", { undo: stubborn }));
    events = [];
    expect(await steps.undo()).toEqual(["attach"]);
    expect(tries).toBe(7);
    expect(events).toEqual(["undo made a"]);
    expect(await recorded()).toEqual(["create UNDONE", "attach DONE"]);
  });

  it("while the cloud is away it waits, until the deadline, and leaves nothing behind", async () => {
    let tries = 0;
    const undo = async () => {
      if (++tries <= 20) throw new ProviderFault("unavailable", "nobody listens");
    };
    const steps = await process();
    await steps.step("create", call("a", { undo }));
    expect(await steps.undo()).toEqual([]);
    expect(tries).toBe(21);
  });

  it("a cloud that stays away is not waited for after the deadline: the Job names what is left", async () => {
    const away = () => Promise.reject(new ProviderFault("unanswered", "no answer"));
    const steps = await process();
    await steps.step("create", call("a", { undo: away }));
    expect(await steps.undo()).toEqual(["create"]);
    const over = steps.options.clock.now() - steps.options.deadline;
    expect(over).toBeGreaterThanOrEqual(0);
    expect(over).toBeLessThanOrEqual(LIMITS.pollShortest * 2 ** 7);
  });

  it("after a crash while it turned back, what is undone is not done again, and the rest is taken back", async () => {
    const first = await process(crash("attach.undone"));
    await first.step("create", call("a"));
    await first.step("attach", call("b"));
    await expect(first.undo()).rejects.toThrow("kill -9");
    events = [];
    halted = new Error("the cloud refused");
    const second = await process();
    expect(await second.step("create", call("a"))).toBe("made a");
    await expect(second.step("attach", call("b"))).rejects.toBe(halted);
    expect(await second.undo()).toEqual([]);
    expect(events).toEqual(["undo made a"]);
  });
});

describe("an operation that turns back", () => {
  beforeEach(() => {
    halted = new Error("stopped");
  });

  it("sends nothing new", async () => {
    await expect((await process()).step("create", call("a"))).rejects.toBe(halted);
    expect([events, await recorded()]).toEqual([[], []]);
  });

  it.each([
    ["is found", { find: async () => "found a" }, [], "undo found a"],
    ["is told by its token", {}, ["send a"], "undo made a"],
  ])("an interrupted call %s, so that it can be taken back", async (_, more, sent, undone) => {
    halted = undefined;
    await expect((await process(crash("create.acted"))).step("create", call("a"))).rejects.toThrow("kill -9");
    events = [];
    halted = new Error("stopped");
    const steps = await process();
    await steps.step("create", call("a", more));
    await steps.undo();
    expect(events).toEqual([...sent, undone]);
  });

  it("an interrupted call that left nothing is not made up for", async () => {
    halted = undefined;
    await expect((await process(crash("create.recorded"))).step("create", call("a"))).rejects.toThrow("kill -9");
    halted = new Error("stopped");
    const steps = await process();
    await expect(steps.step("create", call("a", { find: async () => undefined }))).rejects.toBe(halted);
    expect(events).toEqual([]);
  });
});
