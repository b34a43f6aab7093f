import { type FaultKind, ProviderFault, readingContext, steppingClock } from "@cimi-gateway/adapter";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { until } from "./until.js";

const fault = (kind: FaultKind, retryAfter?: number) => new ProviderFault(kind, `it is ${kind}`, { retryAfter });
const waiting = { pause: 1000, looks: 4, otherwise: () => "it did not come in time" };

let looks = 0;
beforeEach(() => {
  looks = 0;
});

/** Looks that end so, one after the other; the last one again and again. */
const seeing =
  (...outcomes: readonly (string | undefined | Error)[]) =>
  async () => {
    const outcome = outcomes[Math.min(looks++, outcomes.length - 1)];
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };

const context = () => ({ ...readingContext(), clock: steppingClock() });

describe("a wait between two steps", () => {
  it("ends with what is seen, and pauses between looks", async () => {
    const course = context();
    const start = course.clock.now();
    expect(await until(seeing(undefined, undefined, "there"), waiting, course)).toBe("there");
    expect([looks, course.clock.now() - start]).toEqual([3, 2000]);
  });

  it.each(["unavailable", "unanswered", "throttled", "garbled"] as const)(
    "outlasts a look that is %s, which says nothing",
    async (kind) => {
      expect(await until(seeing(fault(kind), undefined, fault(kind), "there"), waiting, context())).toBe("there");
    },
  );

  it.each(["notFound", "conflict", "invalid", "unauthenticated", "denied", "quota"] as const)(
    "ends with a look that is refused with %s",
    async (kind) => {
      await expect(until(seeing(fault(kind)), waiting, context())).rejects.toMatchObject({ kind });
      expect(looks).toBe(1);
    },
  );

  it("ends with what is no fault of the cloud", async () => {
    await expect(until(seeing(new TypeError("broken")), waiting, context())).rejects.toThrow(TypeError);
  });

  it("leaves the cloud alone for as long as it says, a minute at most", async () => {
    const course = context();
    const start = course.clock.now();
    await until(seeing(fault("throttled", 7), fault("unavailable", 3600), "there"), waiting, course);
    expect(course.clock.now() - start).toBe(67_000);
  });

  it.each([
    ["it did not come in time", undefined],
    ["it did not come in time; the last look: it is unanswered", fault("unanswered")],
  ])("tells after the last look: %s", async (message, outcome) => {
    await expect(until(seeing(undefined, undefined, undefined, outcome), waiting, context())).rejects.toMatchObject({
      kind: "unavailable",
      message,
    });
    expect(looks).toBe(4);
  });

  it("ends when the gateway stops", async () => {
    const signal = AbortSignal.abort(new Error("stopping"));
    await expect(until(seeing(fault("unanswered")), waiting, { ...context(), signal })).rejects.toThrow("stopping");
    expect(looks).toBe(1);
  });
});
