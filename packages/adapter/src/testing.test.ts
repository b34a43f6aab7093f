import { describe, expect, it } from "@jest/globals";
import type { Adapter } from "./adapter.js";
import { resourceAdapter } from "./adapter.js";
import type { Once } from "./context.js";
import { immediateContext, steppingClock } from "./testing.js";

/** A cloud whose only volume is AVAILABLE from a moment on. */
function cloudFrom(availableAt: number, now: () => number, broken = false): Adapter {
  const Volume = resourceAdapter<string>()("Volume", {
    identify: (id) => ({ id }),
    attributes: { state: () => (broken ? "ERROR" : now() >= availableAt ? "AVAILABLE" : "CREATING") },
    async *list() {
      yield ["v"];
    },
    read: async (ids) => new Map(ids.filter((id) => id === "v").map((id) => [id, id])),
  });
  return { name: "one", resources: { Volume } };
}

describe("immediateContext", () => {
  it("sends each step at once, with the same token whenever the operation is the same", async () => {
    const seen: Once[] = [];
    const send = async (once: Once) => {
      seen.push(once);
      return once.token;
    };
    const clock = steppingClock();
    const [first, again, other] = ["a", "a", "b"].map((operation) => immediateContext({ clock, operation, id: "volumes/7" }));
    for (const context of [first!, again!, other!]) await context.step("create", { send });
    expect(seen.map(({ marker }) => marker)).toEqual(["volumes/7", "volumes/7", "volumes/7"]);
    expect(seen[0]!.token).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(seen[1]!.token).toBe(seen[0]!.token);
    expect(seen[2]!.token).not.toBe(seen[0]!.token);
  });

  it("gives the CIMI id as marker to the step create only", async () => {
    const context = immediateContext({ clock: steppingClock(), id: "machines/7" });
    const marker = await context.step("attach-0", { send: async (once) => once.marker });
    expect(marker).not.toBe("machines/7");
  });

  it("refuses a second step of the same name, whose record would hide it", async () => {
    const context = immediateContext({ clock: steppingClock() });
    await context.step("create", { send: async () => 1 });
    await expect(context.step("create", { send: async () => 2 })).rejects.toThrow("two steps");
  });

  it("takes back what was done, last first, and not what failed", async () => {
    const undone: string[] = [];
    const context = immediateContext({ clock: steppingClock() });
    const step = (name: string) =>
      context.step(name, {
        send: async () => (name === "c" ? Promise.reject(new Error("refused")) : name),
        undo: async (result) => void undone.push(result),
      });
    await step("a");
    await step("b");
    await expect(step("c")).rejects.toThrow("refused");
    await context.undo();
    expect(undone).toEqual(["b", "a"]);
    expect(context.steps).toEqual(["a", "b"]);
  });

  it("reaches a state by the clock", async () => {
    const clock = steppingClock(0);
    const context = immediateContext({ clock, adapter: cloudFrom(100, clock.now) });
    await context.reach("Volume", "v", ["AVAILABLE"]);
    expect(clock.now()).toBe(100);
  });

  it("does not wait for what is gone, in ERROR or late", async () => {
    const clock = steppingClock(0);
    const waiting = immediateContext({ clock, adapter: cloudFrom(1000, clock.now), deadline: 50 });
    await expect(waiting.reach("Volume", "none", ["AVAILABLE"])).rejects.toMatchObject({ kind: "notFound" });
    await expect(waiting.reach("Volume", "v", ["AVAILABLE"])).rejects.toMatchObject({ kind: "unavailable" });
    const broken = immediateContext({ clock, adapter: cloudFrom(0, clock.now, true) });
    await expect(broken.reach("Volume", "v", ["AVAILABLE"])).rejects.toMatchObject({ kind: "conflict" });
  });
});

describe("steppingClock", () => {
  it("moves on when somebody sleeps, and not for who gave up", async () => {
    const clock = steppingClock(5);
    await clock.sleep(10);
    clock.advance(1);
    expect(clock.now()).toBe(16);
    await expect(clock.sleep(10, AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
    expect(clock.now()).toBe(16);
  });
});
