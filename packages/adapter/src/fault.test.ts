import { describe, expect, it } from "@jest/globals";
import { type ErrorTable, type FaultKind, isRepeatable, isTransient, kindOf, ProviderFault } from "./fault.js";

describe("ProviderFault", () => {
  it("carries what the provider said, and where it came from", () => {
    const cause = new Error("socket hang up");
    const particulars = { code: "RequestLimitExceeded", requestId: "req-1", retryAfter: 2, unsent: true, cause };
    expect(new ProviderFault("throttled", "slow down", particulars)).toMatchObject({
      name: "ProviderFault",
      kind: "throttled",
      message: "slow down",
      ...particulars,
    });
  });
});

describe("isTransient", () => {
  const TRANSIENT: readonly FaultKind[] = ["throttled", "unavailable", "unanswered"];
  const FINAL: readonly FaultKind[] = ["notFound", "conflict", "invalid", "unauthenticated", "denied", "quota", "garbled"];

  it.each(TRANSIENT)("%s: the same call may be sent again", (kind) => {
    expect(isTransient(new ProviderFault(kind, ""))).toBe(true);
  });

  it.each(FINAL)("%s: it may not", (kind) => {
    expect(isTransient(new ProviderFault(kind, ""))).toBe(false);
  });

  it.each([new Error("x"), { kind: "throttled" }, undefined])("%s is no fault of a provider", (error) => {
    expect(isTransient(error)).toBe(false);
  });
});

describe("isRepeatable", () => {
  it.each(["throttled", "unavailable", "unanswered", "garbled"] as const)("%s: nothing is known by it", (kind) => {
    expect(isRepeatable(new ProviderFault(kind, ""))).toBe(true);
  });

  it.each(["notFound", "conflict", "invalid", "unauthenticated", "denied", "quota"] as const)("%s: it is an answer", (kind) => {
    expect(isRepeatable(new ProviderFault(kind, ""))).toBe(false);
  });

  it("what is no fault of a provider is not", () => {
    expect(isRepeatable({ kind: "garbled" })).toBe(false);
  });
});

describe("a table of native codes", () => {
  const table: ErrorTable = [
    ["InvalidVolume.ZoneMismatch", "conflict"],
    [/^Invalid.*\.NotFound$/, "notFound"],
    [/^Invalid/, "invalid"],
  ];

  it.each([
    ["InvalidVolume.ZoneMismatch", "conflict"],
    ["InvalidVolume.NotFound", "notFound"],
    ["InvalidParameterValue", "invalid"],
    ["InvalidVolume.ZoneMismatch2", "invalid"],
    ["Unheard", undefined],
  ])("%s is %s: the first row that fits decides", (code, kind) => {
    expect(kindOf(table, code)).toBe(kind);
  });
});
