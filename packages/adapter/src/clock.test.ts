import { describe, expect, it } from "@jest/globals";
import { systemClock } from "./clock.js";

const soon = (act: () => void) => void systemClock.sleep(5).then(act);

describe("systemClock", () => {
  it("tells the time, and sleeps for as long as it was asked to", async () => {
    const before = systemClock.now();
    await systemClock.sleep(20);
    expect(Math.abs(before - Date.now())).toBeLessThan(60_000);
    expect(systemClock.now() - before).toBeGreaterThanOrEqual(18);
  });

  it("does not sleep for a time that is past", async () => {
    await systemClock.sleep(-1);
  });

  it("wakes when nobody waits any more, with the reason", async () => {
    const controller = new AbortController();
    const sleeping = systemClock.sleep(60_000, controller.signal);
    soon(() => controller.abort(new Error("gone")));
    await expect(sleeping).rejects.toThrow("gone");
  });

  it("does not begin to sleep for who gave up before", async () => {
    await expect(systemClock.sleep(60_000, AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
  });

  it("leaves no listener on a signal that outlives the sleep", async () => {
    let listeners = 0;
    const { signal } = new AbortController();
    const counted = new Proxy(signal, {
      get(target, key) {
        if (key === "addEventListener") listeners++;
        if (key === "removeEventListener") listeners--;
        const held: unknown = Reflect.get(target, key, target);
        return typeof held === "function" ? held.bind(target) : held;
      },
    });
    await systemClock.sleep(1, counted);
    expect(listeners).toBe(0);
  });
});
