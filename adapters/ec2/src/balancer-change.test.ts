import { describe, expect, it } from "@jest/globals";
import { ARN, created, GROUP, MAKING, PRESENT, subnet } from "./balancer-testing.js";
import { answered, balanced, type NativeAnswer, type NativeRequest, scripted, unbalanced, writing } from "./testing.js";

describe("policies of a load balancer are replaced", () => {
  const NEXT = "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/cimi-3/3";
  const CHANGING = {
    ...PRESENT,
    ...MAKING,
    CreateTargetGroup: created("CreateTargetGroup", "TargetGroups", "TargetGroupArn", NEXT),
    ...Object.fromEntries(
      [
        "ModifyListener",
        "ModifyTargetGroup",
        "DeregisterTargets",
        "DeleteTargetGroup",
        "DeleteListener",
        "AddTags",
        "RemoveTags",
      ].map((action) => [action, balanced(action)]),
    ),
  };
  const changed = async (policies: Record<string, string>) => {
    const ec2 = await scripted(CHANGING);
    const course = writing();
    await ec2.of("NetworkService").update!(ARN, { policies }, course);
    return { course: course.course, ec2 };
  };
  const SAME = { "listener.web": "tcp 443 to 8443 persistence source-address", scope: "internal" };
  const ONE = { "member.one": "address:10.0.2.7" };

  it("by what differs alone: members in, then out, and what they are called", async () => {
    const { course, ec2 } = await changed({ ...SAME, "member.two": "10.0.2.10" });
    expect(course).toEqual(["present", "register web", "deregister web", "label web", "unlabel web"]);
    expect(ec2.forms("DeregisterTargets")[0]).toMatchObject({
      "Targets.member.1.Id": "10.0.2.7",
      "Targets.member.1.Port": "8080",
    });
    expect(ec2.forms("RegisterTargets")[0]).toMatchObject({
      "Targets.member.1.Id": "10.0.2.10",
      "Targets.member.1.Port": "8443",
    });
  });

  it("with the check that it is asked for, and of that what differs", async () => {
    const { course, ec2 } = await changed({ ...SAME, ...ONE, "health.members": "tcp every 10s" });
    expect(course).toContain("health web");
    expect(ec2.forms("ModifyTargetGroup")[0]).toMatchObject({ HealthCheckIntervalSeconds: "10" });
  });

  it("with how clients are shared", async () => {
    const { course, ec2 } = await changed({ ...SAME, ...ONE, "listener.web": "tcp 443 to 8443" });
    expect(course).toContain("sharing web");
    expect(ec2.forms("ModifyTargetGroupAttributes")[0]).toMatchObject({
      "Attributes.member.1.Key": "stickiness.enabled",
      "Attributes.member.1.Value": "false",
    });
  });

  it("with another group where a port of the members differs, which has the endpoints from the start", async () => {
    const { course, ec2 } = await changed({ "listener.web": "tcp 443 to 9443" });
    expect(course).toEqual(["present", "group web", "register web", "modify web", `drop ${GROUP}`]);
    expect(ec2.forms("RegisterTargets")[0]).toMatchObject({ "Targets.member.1.Id": "10.0.2.5", "Targets.member.1.Port": "9443" });
    expect(ec2.forms("ModifyListener")[0]).toMatchObject({ "DefaultActions.member.1.TargetGroupArn": NEXT });
  });

  it("with listeners that come and go: a port is free for the one that comes", async () => {
    const { course } = await changed({ "listener.other": "tcp 443" });
    expect(course).toEqual(["present", "unlisten web", "group other", "register other", "listen other", `drop ${GROUP}`]);
  });

  it.each([
    [{ "listener.web": "http 80" }, /network load balancer/],
    [{ ...SAME, scope: "internet" }, /accepted: internal/],
    [{ "listener.web": "tcp 443 pool p" }, /without a pool/],
    [{ ...SAME, external: "endpoint:endpoints/eipalloc-1" }, /must be automatic|keeps the addresses/],
  ])("but not to %j, and nothing is changed", async (policies, problem) => {
    const ec2 = await scripted(CHANGING);
    const update = async () => ec2.of("NetworkService").update!(ARN, { policies: policies as Record<string, string> }, writing());
    await expect(update).rejects.toThrow(problem);
    expect(ec2.calls.filter(({ action }) => !action.startsWith("Describe"))).toEqual([]);
  });
});

describe("endpoints and segments of a load balancer", () => {
  it("enter every listener without a pool, and leave them", async () => {
    const ec2 = await scripted({
      ...PRESENT,
      RegisterTargets: balanced("RegisterTargets"),
      DeregisterTargets: balanced("DeregisterTargets"),
    });
    const { insert, remove } = ec2.of("NetworkService").collections!.endpoints!;
    await insert!(ARN, "subnet-2.10.0.2.6", writing());
    await remove!(ARN, "subnet-2.10.0.2.5", writing());
    expect(ec2.forms("RegisterTargets")[0]).toMatchObject({ "Targets.member.1.Id": "10.0.2.6", "Targets.member.1.Port": "8443" });
    expect(ec2.forms("DeregisterTargets")[0]).toMatchObject({ "Targets.member.1.Id": "10.0.2.5" });
    await expect(insert!(ARN, "subnet-2.10.0.2.7", writing())).rejects.toMatchObject({ kind: "conflict" });
    await expect(insert!(ARN, "eipalloc-1", writing())).rejects.toMatchObject({ kind: "invalid" });
  });

  it("are one of each zone", async () => {
    const only = (id: string, zone: string) => answered("DescribeSubnets", `<subnetSet>${subnet(id, zone)}</subnetSet>`);
    const ask = ({ form }: NativeRequest): NativeAnswer =>
      Object.values(form).includes("subnet-1") ? only("subnet-1", "a") : only("subnet-3", "b");
    const ec2 = await scripted({ ...PRESENT, DescribeSubnets: ask, SetSubnets: balanced("SetSubnets") });
    const { insert, remove } = ec2.of("NetworkService").collections!.segments!;
    await insert!(ARN, "subnet-2", writing());
    expect(ec2.forms("SetSubnets")).toEqual([]);
    await insert!(ARN, "subnet-3", writing());
    expect(ec2.forms("SetSubnets")[0]).toMatchObject({ "Subnets.member.1": "subnet-2", "Subnets.member.2": "subnet-3" });
    await expect(insert!(ARN, "subnet-1", writing())).rejects.toMatchObject({ kind: "conflict" });
    await expect(remove!(ARN, "subnet-2", writing())).rejects.toMatchObject({ kind: "conflict" });
  });

  it("go with it: its target groups, and nothing that others made", async () => {
    const ec2 = await scripted({
      ...PRESENT,
      DeleteLoadBalancer: balanced("DeleteLoadBalancer"),
      DeleteTargetGroup: unbalanced("TargetGroupNotFound"),
    });
    const course = writing();
    await ec2.of("NetworkService").delete!(ARN, course);
    expect(course.course).toEqual(["parts", "delete", `drop ${GROUP}`]);
  });
});
