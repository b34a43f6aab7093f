import { type FaultKind, ProviderFault, systemClock } from "@cimi-gateway/adapter";
import { InvalidValue } from "@cimi-gateway/model";
import { SecretKeyMissing, SecretUnreadable } from "@cimi-gateway/store";
import { describe, expect, it } from "@jest/globals";
import { faultJob, Refusal, refusalOf, returnCodeOf } from "./fault.js";

const STATUSES = {
  notFound: 404,
  conflict: 409,
  invalid: 400,
  unauthenticated: 403,
  denied: 403,
  quota: 403,
  throttled: 503,
  unavailable: 503,
  unanswered: 504,
  garbled: 502,
} as const satisfies Record<FaultKind, number>;

const provider = (kind: FaultKind, particulars: ConstructorParameters<typeof ProviderFault>[2] = {}) =>
  refusalOf(new ProviderFault(kind, "no such image", particulars));

describe("what a cloud's fault is to the consumer", () => {
  it.each(Object.entries(STATUSES))("%s is %i", (kind, status) => {
    expect(provider(kind as FaultKind).status).toBe(status);
  });

  it("says what the cloud said, with its code", () => {
    expect(provider("invalid", { code: "InvalidAMI" }).message).toBe("the cloud refused: no such image (InvalidAMI)");
  });

  it("Retry-After is what the cloud said, in whole seconds, else a little (RELIABILITY, fault 7)", () => {
    expect(provider("throttled", { retryAfter: 600 }).headers).toEqual({ "Retry-After": "600" });
    expect(provider("unavailable", { retryAfter: 1.2 }).headers).toEqual({ "Retry-After": "2" });
    expect(provider("throttled").headers).toEqual({ "Retry-After": "5" });
    expect(provider("conflict", { retryAfter: 600 }).headers).toEqual({});
  });
});

describe("what other faults are", () => {
  it("a refusal stays itself, and what the model refuses is 400 with its place", () => {
    const refusal = new Refusal(412, "changed");
    expect(refusalOf(refusal)).toBe(refusal);
    expect(refusalOf(new InvalidValue("expected an integer", ["cpu"]))).toMatchObject({
      status: 400,
      message: "cpu: expected an integer",
    });
  });

  it("the time limit of a read that passes between two attempts is 504, as that of a call is (RELIABILITY, fault 12)", async () => {
    const limit = AbortSignal.timeout(1);
    const ended = systemClock.sleep(1000, limit).catch(refusalOf);
    expect(await ended).toMatchObject({ status: 504, message: expect.stringContaining("did not answer in time") });
  });

  it.each([
    ["SQLITE_FULL", 507],
    ["SQLITE_BUSY", 503],
    ["ECONNREFUSED", 503],
    ["57P01", 503],
  ])("a database that reports %s is %i, to be tried again (RELIABILITY, faults 45 and 47)", (code, status) => {
    const refusal = refusalOf(Object.assign(new Error("at /var/lib/secret"), { code }));
    expect([refusal.status, refusal.headers]).toEqual([status, { "Retry-After": "5" }]);
    expect(refusal.message).not.toContain("secret");
  });

  it("a secret that cannot be kept is 501, and says what the operator has to do; one that was tampered with is 500 (rule 12, fault 38)", () => {
    expect(refusalOf(new SecretKeyMissing())).toMatchObject({
      status: 501,
      message: expect.stringContaining("server.secretKeyFile"),
    });
    const unreadable = new SecretUnreadable({ type: "MachineTemplate", id: "t", attribute: "userData" }, {});
    expect(refusalOf(unreadable)).toMatchObject({
      status: 500,
      message: "the userData of the MachineTemplate t cannot be decrypted; give it anew",
    });
  });

  it.each([new TypeError("x is undefined at secret.ts"), "a text", undefined])("%s is 500, without particulars", (error) => {
    const refusal = refusalOf(error);
    expect([refusal.status, refusal.cause]).toEqual([500, error]);
    expect(refusal.message).not.toContain("secret");
  });
});

describe("the Job of an error (4.2.2)", () => {
  // [4.2.2-2]
  it("is failed, finished and has the empty path for its id", () => {
    expect(faultJob(new Refusal(409, "it runs"), 0)).toEqual({
      type: "Job",
      values: {
        id: "",
        state: "FAILED",
        returnCode: 10_409,
        progress: 100,
        statusMessage: "it runs",
        timeOfStatusChange: "1970-01-01T00:00:00.000Z",
      },
    });
  });

  it("return codes keep clear of those that the standard reserves (5.17.1)", () => {
    expect(returnCodeOf(100)).toBeGreaterThan(9999);
  });
});
