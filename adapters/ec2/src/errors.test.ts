import { kindOf, ProviderFault } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { ERRORS, faultOf, unlessGone, whenSettled } from "./errors.js";
import { answered, context, refused, scripted, writing } from "./testing.js";

describe("the error codes of EC2", () => {
  it.each([
    ["InvalidInstanceID.NotFound", "notFound"],
    ["InvalidInstanceID.Malformed", "notFound"],
    ["InvalidAMIID.Unavailable", "notFound"],
    ["InvalidVolume.NotFound", "notFound"],
    ["IncorrectInstanceState", "conflict"],
    ["IncorrectState", "conflict"],
    ["VolumeInUse", "conflict"],
    ["InvalidSnapshot.InUse", "conflict"],
    ["InvalidKeyPair.Duplicate", "conflict"],
    ["DependencyViolation", "conflict"],
    ["InvalidSubnet.Conflict", "conflict"],
    ["InvalidIPAddress.InUse", "conflict"],
    ["InvalidNetworkInterface.InUse", "conflict"],
    ["Resource.AlreadyAssociated", "conflict"],
    ["Gateway.NotAttached", "conflict"],
    ["CannotDelete", "conflict"],
    ["InvalidNetworkInterfaceID.NotFound", "notFound"],
    ["NatGatewayNotFound", "notFound"],
    ["InvalidSubnet.Range", "invalid"],
    ["VpcLimitExceeded", "quota"],
    ["RulesPerSecurityGroupLimitExceeded", "quota"],
    ["OperationNotPermitted", "conflict"],
    ["IdempotentParameterMismatch", "conflict"],
    ["UnsupportedHibernationConfiguration", "conflict"],
    ["InvalidVolume.ZoneMismatch", "invalid"],
    ["InvalidParameterValue", "invalid"],
    ["MissingParameter", "invalid"],
    ["UnsupportedOperation", "invalid"],
    ["AuthFailure", "unauthenticated"],
    ["RequestExpired", "unauthenticated"],
    ["UnauthorizedOperation", "denied"],
    ["InstanceLimitExceeded", "quota"],
    ["VcpuLimitExceeded", "quota"],
    ["ResourceCountExceeded", "quota"],
    ["RequestLimitExceeded", "throttled"],
    ["LoadBalancerNotFoundException", "notFound"],
    ["TargetGroupNotFoundException", "notFound"],
    ["DuplicateLoadBalancerNameException", "conflict"],
    ["ResourceInUseException", "conflict"],
    ["OperationNotPermittedException", "conflict"],
    ["TooManyLoadBalancersException", "quota"],
    ["TargetGroupAssociationLimitException", "quota"],
    ["InvalidConfigurationRequestException", "invalid"],
    ["InvalidSubnetException", "invalid"],
    ["UnsupportedProtocolException", "invalid"],
    ["IncompatibleProtocolsException", "invalid"],
    ["ValidationError", "invalid"],
    ["InternalError", "unavailable"],
    ["InsufficientInstanceCapacity", "unavailable"],
    ["Unavailable", "unavailable"],
  ])("%s is %s", (code, kind) => expect(kindOf(ERRORS, code)).toBe(kind));
});

describe("a call that fails", () => {
  const listing = async (answer: Parameters<typeof scripted>[0][string]) => {
    const ec2 = await scripted({ DescribeInstances: answer });
    const failed = await ec2
      .of("Machine")
      .read(["i-1"], context())
      .catch((error: unknown) => error);
    return { failed: failed as ProviderFault, count: ec2.calls.length };
  };

  it("tells the code, the message and the request's id", async () => {
    const { failed, count } = await listing(refused("UnauthorizedOperation", "You may not"));
    expect(failed).toMatchObject({ kind: "denied", code: "UnauthorizedOperation", requestId: "req-2" });
    expect([failed.message, count]).toEqual(["EC2 refused: You may not (UnauthorizedOperation)", 1]);
  });

  it("is repeated when it only reads and may succeed later, three times in all", async () => {
    const { failed, count } = await listing(refused("RequestLimitExceeded", "slow down", 503));
    expect([failed.kind, count]).toEqual(["throttled", 3]);
  });

  it("is not repeated here when it writes", async () => {
    const ec2 = await scripted({ StartInstances: refused("RequestLimitExceeded", "slow down", 503) });
    await expect(ec2.of("Machine").operations!.start!.run("i-1", {}, writing())).rejects.toMatchObject({ kind: "throttled" });
    expect(ec2.calls).toHaveLength(1);
  });

  it("hands on how long EC2 wants to be left alone", async () => {
    const { failed, count } = await listing({ status: 429, body: "", headers: { "retry-after": "600" } });
    expect([failed.kind, failed.retryAfter, count]).toEqual(["throttled", 600, 1]);
  });

  it.each([
    ["not XML", "<html><body>nothing", "garbled"],
    ["an HTML page with status 500", { status: 500, body: "<html><p>oops</html>" }, "unavailable"],
    ["XML of something else", { status: 403, body: "<x/>" }, "invalid"],
    ["a refused connection", Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), "unavailable"],
    ["an unknown host", Object.assign(new Error("dns"), { code: "ENOTFOUND" }), "unavailable"],
    ["a connection that was cut", Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }), "unanswered"],
    ["silence", Object.assign(new Error("a request has exceeded"), { name: "TimeoutError", code: "ETIMEDOUT" }), "unanswered"],
    [
      "a connection never made",
      Object.assign(new Error("the request socket did not establish a connection"), { name: "TimeoutError" }),
      "unavailable",
    ],
  ])("with %s is of the right kind", async (_what, answer, kind) => expect((await listing(answer)).failed.kind).toBe(kind));

  it.each([
    ["was refused a connection", Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), true],
    ["was cut off", Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }), false],
    ["met an error", { status: 500, body: "" }, false],
  ])("that %s: whether it certainly never left is told", async (_what, answer, unsent) =>
    expect((await listing(answer)).failed.unsent).toBe(unsent),
  );

  it("with an answer of more than 16 MiB is refused (RELIABILITY.md, fault 14)", async () => {
    const { failed } = await listing(answered("DescribeInstances", `<x>${"y".repeat(17 * 1024 * 1024)}</x>`));
    expect(failed).toMatchObject({ kind: "garbled", message: expect.stringContaining("16777216 bytes") });
  });

  it("never shows credentials", async () => {
    const { failed } = await listing(refused("AuthFailure", "AWS was not able to validate the provided access credentials", 401));
    expect(`${failed.kind} ${failed.message}`).toBe(
      "unauthenticated EC2 refused: AWS was not able to validate the provided access credentials (AuthFailure)",
    );
  });
});

describe("faults that are no failures", () => {
  it("what is already gone is fine for a call that removes it", () => {
    expect(unlessGone(new ProviderFault("notFound", "gone"), "done")).toBe("done");
    expect(() => unlessGone(new ProviderFault("conflict", "in use"), "done")).toThrow("in use");
  });

  it("a state that is about to change is waited for", () => {
    expect(() => whenSettled(new ProviderFault("conflict", "attaching"))).toThrow(
      expect.objectContaining({ kind: "unavailable", retryAfter: 5 }),
    );
    expect(() => whenSettled(new ProviderFault("denied", "no"))).toThrow(expect.objectContaining({ kind: "denied" }));
  });

  it("a fault stays what it is", () => {
    const fault = new ProviderFault("quota", "full");
    expect(faultOf(fault)).toBe(fault);
  });
});
