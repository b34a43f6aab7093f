import { ProviderFault } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { created, deleted, operated, reached, rested } from "./goal.js";
import type { Seen, Verdict } from "./watch.js";

const WINDOW = 60_000;

const seen = (state: string | undefined, traits: Partial<Seen> = {}): Seen => ({
  state,
  exists: true,
  native: {},
  missed: 0,
  missedFor: 0,
  ...traits,
});
const missing = (traits: Partial<Seen> = {}): Seen => seen(undefined, { exists: false, native: undefined, missed: 1, ...traits });

const told = (verdict: Verdict): string => (verdict instanceof ProviderFault ? verdict.kind : String(verdict));

describe("what is not found", () => {
  const goals = {
    created: created("Machine", WINDOW),
    operated: operated("Machine", "STARTED", WINDOW),
    reached: reached("Machine", ["STARTED"], WINDOW),
  };

  it.each(Object.entries(goals))("%s: may only not be shown yet (RELIABILITY, A3)", (_, goal) => {
    expect(told(goal(missing({ missed: 600, missedFor: WINDOW - 1 })))).toBe("wait");
    expect(told(goal(missing({ missed: 1, missedFor: WINDOW })))).toBe("wait");
  });

  it.each(Object.entries(goals))("%s: is gone after two reads and the window (fault 54)", (_, goal) => {
    expect(told(goal(missing({ missed: 2, missedFor: WINDOW })))).toBe("notFound");
  });

  it("ends the wait for what an image was taken of, as does any state in which nothing is under way (5.8)", () => {
    const told = [missing(), seen("STARTED"), seen("ERROR"), seen("CAPTURING")].map(rested("Machine"));
    expect(told).toEqual(["done", "done", "done", "wait"]);
  });

  it("is what a delete waits for", () => {
    expect([deleted(missing()), deleted(seen("DELETING")), deleted(seen("ERROR"))]).toEqual(["done", "wait", "wait"]);
  });
});

describe("a create", () => {
  // [5.16.2.1-3] [5.16.6.1-3] [5.16.10.1-3] [5.16.14.1-3] [5.16.18.1-3]
  it.each([
    ["Machine", "CREATING", "wait"],
    ["Machine", "STARTING", "wait"],
    ["Machine", "STARTED", "done"],
    ["Machine", "STOPPED", "done"],
    ["Machine", "ERROR", "conflict"],
    ["Machine", "FAILED", "conflict"],
    ["Volume", "CREATING", "wait"],
    ["Volume", "AVAILABLE", "done"],
    ["MachineImage", "ERROR", "conflict"],
    ["Credential", undefined, "done"],
    ["Network", "STARTING", "wait"],
    ["Network", "ERROR", "conflict"],
    ["ProtocolSegment", "ERROR", "conflict"],
    ["ProtocolEndpoint", "ERROR", "conflict"],
    ["NetworkInterface", "ERROR", "conflict"],
    ["NetworkService", "ERROR", "conflict"],
  ])("of a %s in %s: %s", (type, state, verdict) => {
    expect(told(created(type, WINDOW)(seen(state)))).toBe(verdict);
  });
});

describe("an operation (5.8)", () => {
  it.each([
    ["STARTED", "STARTING", "wait"],
    ["STARTED", "STOPPED", "wait"],
    ["STARTED", "STARTED", "done"],
    ["STARTED", "ERROR", "conflict"],
    [undefined, "STOPPED", "done"],
    [undefined, "CAPTURING", "wait"],
    [undefined, "FAILED", "conflict"],
  ])("that ends in %s, seen in %s: %s", (after, state, verdict) => {
    expect(told(operated("Machine", after, WINDOW)(seen(state)))).toBe(verdict);
  });
});

describe("what an adapter waits for between two steps", () => {
  it.each([
    [["STARTED"], "STARTING", "wait"],
    [["STARTED", "STOPPED"], "STOPPED", "done"],
    [["STARTED"], "ERROR", "conflict"],
    [["STARTED", "ERROR"], "ERROR", "done"],
    [[], "STARTING", "done"],
    [[], undefined, "done"],
    [["STARTED"], undefined, "wait"],
  ])("%j, seen in %s: %s", (states, state, verdict) => {
    expect(told(reached("Machine", states, WINDOW)(seen(state)))).toBe(verdict);
  });
});
