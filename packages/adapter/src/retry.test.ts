import { beforeEach, describe, expect, it } from "@jest/globals";
import { type FaultKind, ProviderFault } from "./fault.js";
import { RetryBudget, type RetryOptions, withRetry } from "./retry.js";
import { type SteppingClock, steppingClock } from "./testing.js";

let clock: SteppingClock;
let start: number;
let calls: number;
beforeEach(() => {
  clock = steppingClock();
  start = clock.now();
  calls = 0;
});

const fault = (kind: FaultKind, retryAfter?: number) => new ProviderFault(kind, `it is ${kind}`, { retryAfter });

/** Fails so often, then answers. */
const failing = (times: number, error: unknown) => async () => {
  calls++;
  if (calls <= times) throw error;
  return "answer";
};

const options = (traits: Partial<RetryOptions> = {}): RetryOptions => ({
  clock,
  budget: new RetryBudget(),
  random: () => 1,
  ...traits,
});

describe("withRetry (RELIABILITY, rule 6)", () => {
  it.each(["throttled", "unavailable", "unanswered"] as const)("sends again after %s, three times in all", async (kind) => {
    expect(await withRetry(failing(2, fault(kind)), options())).toBe("answer");
    expect(calls).toBe(3);
    await expect(withRetry(failing(9, fault(kind)), options())).rejects.toMatchObject({ kind });
    expect(calls).toBe(6);
  });

  it.each(["notFound", "conflict", "invalid", "unauthenticated", "denied", "quota", "garbled"] as const)(
    "does not send again after %s",
    async (kind) => {
      await expect(withRetry(failing(1, fault(kind)), options())).rejects.toMatchObject({ kind });
      expect([calls, clock.now()]).toEqual([1, start]);
    },
  );

  it("does not send again what it does not know", async () => {
    await expect(withRetry(failing(1, new TypeError("x is undefined")), options())).rejects.toThrow("x is undefined");
    expect(calls).toBe(1);
  });

  it.each([
    ["unavailable", 100 + 200],
    ["throttled", 500 + 1000],
  ] as const)("waits at most the base after %s, then twice as long", async (kind, milliseconds) => {
    await withRetry(failing(2, fault(kind)), options());
    expect(clock.now() - start).toBe(milliseconds);
  });

  it("waits with full jitter, and never longer than the cap", async () => {
    await withRetry(failing(1, fault("unavailable")), options({ random: () => 0 }));
    expect(clock.now()).toBe(start);
    calls = 0;
    await withRetry(failing(1, fault("unavailable")), options({ base: 60_000 }));
    expect(clock.now() - start).toBe(20_000);
  });

  it("waits as long as the provider says, but not longer than its patience (fault 7)", async () => {
    await withRetry(failing(1, fault("throttled", 2)), options());
    expect(clock.now() - start).toBe(2000);
    calls = 0;
    await expect(withRetry(failing(1, fault("throttled", 600)), options())).rejects.toMatchObject({ retryAfter: 600 });
    expect([calls, clock.now() - start]).toEqual([1, 2000]);
  });

  it("ends when nobody waits any more", async () => {
    const signal = AbortSignal.abort(new Error("gone"));
    await expect(withRetry(failing(1, fault("unavailable")), options({ signal: () => signal }))).rejects.toThrow("gone");
    expect(calls).toBe(1);
  });
});

describe("the budget (RELIABILITY, A5)", () => {
  it("pays for each repeat, and when it is used up nothing is repeated", async () => {
    const budget = new RetryBudget(10, 5);
    await expect(withRetry(failing(9, fault("unavailable")), options({ budget, attempts: 5 }))).rejects.toMatchObject({});
    expect(calls).toBe(3);
    await expect(withRetry(failing(9, fault("unavailable")), options({ budget }))).rejects.toMatchObject({});
    expect(calls).toBe(4);
  });

  it("gets a little back for each answer, up to its size", () => {
    const budget = new RetryBudget(10, 5);
    budget.give();
    expect([budget.take(), budget.take(), budget.take()]).toEqual([true, true, false]);
    for (let answers = 0; answers < 5; answers++) budget.give();
    expect([budget.take(), budget.take()]).toEqual([true, false]);
  });
});
