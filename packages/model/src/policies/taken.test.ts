import { describe, expect, it } from "@jest/globals";
import { type PolicyLimits, readPolicies } from "./policies.js";
import { checkPools, policyFault, takenPolicies } from "./taken.js";

describe("policies that a cloud takes (Table 44)", () => {
  it("are read; what its limits leave out is refused", () => {
    const limits: PolicyLimits<"Gateway"> = { kind: { values: ["internet"] } };
    expect(takenPolicies("Gateway", { kind: "internet" }, limits)).toEqual({ kind: "internet" });
    expect(() => takenPolicies("Gateway", { kind: "egress-only" }, limits)).toThrow(/internet/);
  });

  it("are named by their keys where they are at fault", () => {
    expect(policyFault("is wrong", "rule", "web").message).toMatch(/^policies\.rule\.web:? is wrong/);
  });

  it.each([
    [{ "listener.web": "tcp 443", "health.web": "tcp" }, undefined],
    [{ "member.a": "10.0.0.5" }, "belongs to no listener"],
    [{ "listener.web": "tcp 443 pool p", "member.a": "10.0.0.5 pool q" }, "no listener hands clients to q"],
    [{ "listener.web": "tcp 443", "health.a": "tcp", "health.b": "tcp" }, "the second of its pool; a cloud takes one"],
  ])("of a load balancer name pools of its listeners: %j", (given, problem) => {
    const check = () => checkPools(readPolicies("Load Balancer", given), "a cloud");
    if (problem === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(problem);
  });
});
