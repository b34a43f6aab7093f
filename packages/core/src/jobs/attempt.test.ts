import { type FaultKind, ProviderFault, type SteppingClock, silentLog, steppingClock } from "@cimi-gateway/adapter";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { LIMITS } from "../limits.js";
import { type AttemptOptions, attempt } from "./attempt.js";

const once = { token: "token", marker: "marker" };
const fault = (kind: FaultKind, retryAfter?: number) => new ProviderFault(kind, `it is ${kind}`, { retryAfter });

let clock: SteppingClock;
let start: number;
/** What was done, in order: `send`, `find`. */
let calls: string[];
beforeEach(() => {
  clock = steppingClock();
  start = clock.now();
  calls = [];
});

const options = (traits: Partial<AttemptOptions> = {}): AttemptOptions => ({
  clock,
  log: silentLog,
  limits: LIMITS,
  interrupted: false,
  deadline: start + LIMITS.jobDeadline,
  signal: new AbortController().signal,
  ...traits,
});

type Outcome = string | undefined | Error;

/** A call that gives its outcomes one after the other; the last one again and again. */
function scripted(name: string, outcomes: readonly Outcome[]): () => Promise<string | undefined> {
  let next = 0;
  return async () => {
    calls.push(name);
    const outcome = outcomes[Math.min(next++, outcomes.length - 1)];
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
}

const send = (...outcomes: readonly Outcome[]) => scripted("send", outcomes);
const find = (...outcomes: readonly Outcome[]) => scripted("find", outcomes);

describe("a call that is answered", () => {
  it("is sent once, with its token and marker", async () => {
    const seen: unknown[] = [];
    expect(await attempt({ send: async (given) => seen.push(given) }, once, options())).toBe(1);
    expect(seen).toEqual([once]);
  });

  it.each(["notFound", "conflict", "invalid", "unauthenticated", "denied", "quota"] as const)(
    "with %s is not sent again (RELIABILITY, fault 10)",
    async (kind) => {
      await expect(attempt({ send: send(fault(kind)), find: find(undefined) }, once, options())).rejects.toMatchObject({ kind });
      expect(calls).toEqual(["send"]);
      expect(clock.now()).toBe(start);
    },
  );
});

describe("a call whose outcome is not known (RELIABILITY, rule 1, faults 3 and 9)", () => {
  it.each(["unanswered", "unavailable", "garbled"] as const)("%s: what it made is looked for before any repeat", async (kind) => {
    expect(await attempt({ send: send(fault(kind)), find: find("made") }, once, options())).toBe("made");
    expect(calls).toEqual(["send", "find"]);
  });

  it("is looked for three times over the probe window, and only then sent again", async () => {
    const call = { send: send(fault("unanswered"), "second"), find: find(undefined) };
    expect(await attempt(call, once, options())).toBe("second");
    expect(calls).toEqual(["send", "find", "find", "find", "send"]);
    expect(clock.now() - start).toBeGreaterThanOrEqual(LIMITS.probeWindow);
  });

  it("is found although the first reads lag behind", async () => {
    expect(await attempt({ send: send(fault("unanswered")), find: find(undefined, undefined, "late") }, once, options())).toBe(
      "late",
    );
    expect(calls.filter((name) => name === "send")).toHaveLength(1);
  });

  it("is sent again at once with its token, where it cannot be looked for", async () => {
    expect(await attempt({ send: send(fault("unanswered"), "made") }, once, options())).toBe("made");
    expect(clock.now() - start).toBeLessThan(1000);
  });

  it("is sent three times in all; then the outcome is said to be unknown", async () => {
    await expect(attempt({ send: send(fault("unanswered")) }, once, options())).rejects.toMatchObject({
      kind: "unanswered",
      message: "the outcome is unknown: it is unanswered; look at the cloud before repeating the request",
    });
    expect(calls).toHaveLength(3);
  });

  it("is looked for once more after the last time", async () => {
    const nothing = Array<undefined>(6).fill(undefined);
    expect(await attempt({ send: send(fault("unanswered")), find: find(...nothing, "made") }, once, options())).toBe("made");
    expect(calls.filter((name) => name === "send")).toHaveLength(3);
  });
});

describe("a call whose outcome is not known, while the cloud cannot be asked", () => {
  it.each(["unanswered", "unavailable", "garbled", "throttled"] as const)(
    "a look that is %s is none: it is repeated until the cloud is back, and what is found then is not made again",
    async (kind) => {
      const looks = Array<Error>(12).fill(fault(kind));
      expect(await attempt({ send: send(fault("unanswered"), "second"), find: find(...looks, "made") }, once, options())).toBe(
        "made",
      );
      expect(calls.filter((name) => name === "send")).toHaveLength(1);
      expect(calls.filter((name) => name === "find")).toHaveLength(13);
    },
  );

  it("three looks that succeed, over the window, come before a repeat, however many failed between them", async () => {
    const away = fault("unavailable");
    const seenAt: number[] = [];
    const looks = [away, away, undefined, away, undefined, away, away, away, undefined];
    const next = find(...looks);
    const call = {
      send: send(fault("unanswered"), "second"),
      find: async () => {
        const found = await next();
        seenAt.push(clock.now());
        return found;
      },
    };
    expect(await attempt(call, once, options())).toBe("second");
    expect(calls.filter((name) => name === "find")).toHaveLength(looks.length);
    expect(seenAt).toHaveLength(3);
    expect(seenAt[2]! - seenAt[0]!).toBeGreaterThanOrEqual(LIMITS.probeWindow);
  });

  it("ends at the operation's deadline: nothing was sent again, and the outcome is said to be unknown", async () => {
    const deadline = start + 600_000;
    const call = { send: send(fault("unanswered"), "second"), find: find(fault("unavailable")) };
    await expect(attempt(call, once, options({ deadline }))).rejects.toMatchObject({
      kind: "unanswered",
      message: "the outcome is unknown: it is unanswered; look at the cloud before repeating the request",
    });
    expect(calls.filter((name) => name === "send")).toHaveLength(1);
    expect(clock.now() - deadline).toBeGreaterThan(0);
    expect(clock.now() - deadline).toBeLessThan(1000);
  });

  it("is not sent after the deadline, although by then it is seen that it made nothing", async () => {
    const call = { send: send(fault("unanswered"), "second"), find: find(undefined) };
    const soon = options({ deadline: start + 1000 });
    await expect(attempt(call, once, soon)).rejects.toMatchObject({ message: expect.stringMatching(/^the outcome is unknown/) });
    expect(calls.filter((name) => name === "send")).toHaveLength(1);
  });

  it.each(["unanswered", "unavailable", "throttled"] as const)(
    "%s is not sent after the deadline either where it cannot be looked for: a wait inside takes long",
    async (kind) => {
      const waiting = async () => {
        calls.push("send");
        await clock.sleep(LIMITS.jobDeadline + 1);
        throw fault(kind);
      };
      const message = expect.stringMatching(kind === "unanswered" ? /^the outcome is unknown: it is unanswered/ : /^it is /);
      await expect(attempt({ send: waiting }, once, options())).rejects.toMatchObject({ kind, message });
      expect(calls).toEqual(["send"]);
    },
  );

  it.each(["unauthenticated", "denied", "invalid", "conflict", "quota", "notFound"] as const)(
    "a look that ends with %s would do so again, and does not tell what the call did: the outcome is said to be unknown",
    async (kind) => {
      const call = { send: send(fault("unanswered"), "second"), find: find(fault(kind)) };
      await expect(attempt(call, once, options())).rejects.toMatchObject({
        kind: "unanswered",
        message: expect.stringMatching(/^the outcome is unknown: it is unanswered/),
      });
      expect(calls).toEqual(["send", "find"]);
    },
  );

  it("a look that breaks is an error of the gateway, which is not hidden", async () => {
    const call = { send: send(fault("unanswered")), find: find(new TypeError("broken")) };
    await expect(attempt(call, once, options())).rejects.toThrow(TypeError);
  });

  it("a gateway that stops ends the wait", async () => {
    const stopping = new AbortController();
    const call = {
      send: send(fault("unanswered")),
      find: async () => {
        stopping.abort(new Error("stopping"));
        throw fault("unavailable");
      },
    };
    await expect(attempt(call, once, options({ signal: stopping.signal }))).rejects.toThrow("stopping");
  });
});

describe("a call that never left", () => {
  const unsent = new ProviderFault("unavailable", "nobody listens", { unsent: true });

  it("did nothing, so that nothing is looked for, and the Job says what is wrong", async () => {
    await expect(attempt({ send: send(unsent), find: find("other") }, once, options())).rejects.toBe(unsent);
    expect(calls).toEqual(["send", "send", "send"]);
  });

  it("after one that was lost: that one is known by then to have done nothing", async () => {
    const call = { send: send(fault("unanswered"), unsent), find: find(undefined) };
    await expect(attempt(call, once, options())).rejects.toBe(unsent);
    expect(calls).toEqual(["send", "find", "find", "find", "send", "send"]);
  });
});

describe("a call that an earlier process may have sent", () => {
  const interrupted = () => options({ interrupted: true });

  it("is looked for first, and not sent when it is found (RELIABILITY, fault 2)", async () => {
    expect(await attempt({ send: send("again"), find: find(undefined, "made") }, once, interrupted())).toBe("made");
    expect(calls).toEqual(["find", "find"]);
  });

  it("is sent when three looks over the window found nothing (fault 1)", async () => {
    expect(await attempt({ send: send("made"), find: find(undefined) }, once, interrupted())).toBe("made");
    expect(calls).toEqual(["find", "find", "find", "send"]);
    expect(clock.now() - start).toBe(LIMITS.probeWindow);
  });

  it("is sent with its token where it cannot be looked for", async () => {
    expect(await attempt({ send: send("made") }, once, interrupted())).toBe("made");
  });

  it("is not given up before the operation's deadline, since it may have left something", async () => {
    const call = { send: send(...Array<Error>(9).fill(fault("unavailable")), "made") };
    expect(await attempt(call, once, interrupted())).toBe("made");
    const deadline = clock.now() + 1000;
    await expect(attempt({ send: send(fault("unavailable")) }, once, { ...interrupted(), deadline })).rejects.toMatchObject({
      kind: "unavailable",
    });
    expect(clock.now()).toBeGreaterThan(deadline);
  });
});

describe("a throttled call (RELIABILITY, faults 7 and 8)", () => {
  it("did nothing, so that nothing is looked for", async () => {
    expect(await attempt({ send: send(fault("throttled"), "made"), find: find("other") }, once, options())).toBe("made");
    expect(calls).toEqual(["send", "send"]);
  });

  it("waits as long as the cloud says", async () => {
    await attempt({ send: send(fault("throttled", 2), "made") }, once, options());
    expect(clock.now() - start).toBe(2000);
  });

  it("is not waited for longer than a minute: the consumer is told", async () => {
    await expect(attempt({ send: send(fault("throttled", 600)) }, once, options())).rejects.toMatchObject({ retryAfter: 600 });
    expect(calls).toHaveLength(1);
    expect(clock.now()).toBe(start);
  });

  it("is repeated more often than others, which wears out in the end", async () => {
    await expect(attempt({ send: send(fault("throttled")) }, once, options())).rejects.toMatchObject({ kind: "throttled" });
    expect(calls).toHaveLength(8);
  });
});

describe("a gateway that stops", () => {
  it("ends the wait", async () => {
    const signal = AbortSignal.abort(new Error("stopping"));
    await expect(attempt({ send: send(fault("throttled")) }, once, options({ signal }))).rejects.toThrow("stopping");
    expect(calls).toHaveLength(1);
  });
});
