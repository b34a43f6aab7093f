import { gather } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { ARN, joining, MAKING, network, PRESENT, subnet, wanted } from "./balancer-testing.js";
import {
  answered,
  balanced,
  context,
  type NativeAnswer,
  type NativeRequest,
  request,
  scripted,
  shown,
  unbalanced,
  writing,
} from "./testing.js";

describe("Load Balancer is one of Elastic Load Balancing", () => {
  it("that is told with its listeners, members and checks, and what is in it beside them", async () => {
    const ec2 = await scripted(PRESENT);
    const service = ec2.of("NetworkService");
    const [native] = (await gather(service.list({}, context()))).filter((one) => service.identify(one).id === ARN);
    expect(service.identify(native)).toEqual({ id: ARN, marker: "id-1" });
    const { policies, ...others } = shown(service, native);
    expect(others).toMatchObject({
      name: "front",
      properties: { team: "blue" },
      state: "STARTED",
      type: "Load Balancer",
      network,
      endpoints: [{ href: "endpoints/subnet-2.10.0.2.5" }],
      segments: [{ href: "segments/subnet-2" }],
    });
    expect({ ...(policies as object) }).toEqual({
      "listener.web": "tcp 443 to 8443 persistence source-address",
      "member.one": "machine:machines/i-1 port 8080",
      "member.10.0.2.9": "10.0.2.9",
      "health.members": "tcp every 30s",
      scope: "internal",
    });
    expect(service.extensions!.attributes!.dnsName!.read(native)).toBe("cimi-1.elb.example.com");
    const calls = ec2.calls.map(({ action }) => action).filter((action) => /Balanc|Target|Listener|Tags/.test(action));
    expect(calls.sort()).toEqual([
      "DescribeListeners",
      "DescribeLoadBalancers",
      "DescribeTags",
      "DescribeTags",
      "DescribeTargetGroupAttributes",
      "DescribeTargetGroups",
      "DescribeTargetHealth",
    ]);
  });

  it("that is absent when it is gone, also where others are asked for in the same call", async () => {
    const gone = unbalanced("LoadBalancerNotFound");
    const ask = ({ form }: NativeRequest): NativeAnswer =>
      Object.values(form).includes("arn:gone") ? gone : PRESENT.DescribeLoadBalancers;
    const ec2 = await scripted({ ...PRESENT, DescribeLoadBalancers: ask });
    expect([...(await ec2.of("NetworkService").read([ARN, "arn:gone"], context())).keys()]).toEqual([ARN]);
  });

  it("that is outside the scope unless it bears its tags", async () => {
    const ec2 = await scripted(PRESENT, { "scope.tags": { team: "red" } });
    expect([...(await ec2.of("NetworkService").read([ARN], context())).keys()]).toEqual([]);
    const inside = await scripted(PRESENT, { "scope.tags": { team: "blue" } });
    expect([...(await inside.of("NetworkService").read([ARN], context())).keys()]).toEqual([ARN]);
  });

  it("is made near its endpoints, in one segment of each zone, each part by a name that is told again after a crash", async () => {
    const ec2 = await scripted(MAKING, { "scope.tags": { team: "blue" } });
    const course = writing();
    const policies = { "listener.web": "tcp 443", "member.one": "10.0.2.9 port 8443", "health.web": "http path /up expect 200" };
    const accepted = await ec2.of("NetworkService").create!(
      request(wanted(policies), { name: "front", description: 'says "hi"', properties: { team2: "x" }, joining }),
      course,
    );
    expect(accepted).toEqual({ id: ARN, requestId: "req-1", overlay: { description: 'says "hi"' } });
    expect(course.course).toEqual(["segments", "create", "group web", "register web", "listen web"]);
    expect(ec2.forms("CreateLoadBalancer")[0]).toMatchObject({
      Name: expect.stringMatching(/^cimi-[\w]{1,27}$/),
      Type: "network",
      Scheme: "internet-facing",
      "Subnets.member.1": "subnet-2",
      "Subnets.member.2": "subnet-3",
      "Tags.member.1.Key": "cimi-op",
      "Tags.member.1.Value": "id-1",
      "Tags.member.2.Value": "front",
      "Tags.member.3.Value": btoa('["team2"]'),
      "Tags.member.5.Value": "blue",
    });
    expect(ec2.forms("CreateTargetGroup")[0]).toMatchObject({
      Protocol: "TCP",
      Port: "443",
      VpcId: "vpc-1",
      TargetType: "ip",
      HealthCheckProtocol: "HTTP",
      "Matcher.HttpCode": "200",
      "Tags.member.2.Key": "cimi-listener",
    });
    expect(ec2.forms("RegisterTargets")[0]).toMatchObject({ "Targets.member.1.Id": "10.0.2.9", "Targets.member.1.Port": "8443" });
  });

  it("is found by its names where a call was interrupted, and taken back, last first", async () => {
    const deletions = ["DeleteListener", "DeleteTargetGroup", "DeleteLoadBalancer"];
    const ec2 = await scripted({ ...MAKING, ...PRESENT, ...Object.fromEntries(deletions.map((one) => [one, balanced(one)])) });
    const course = writing(["create", "group web", "listen web"]);
    const { id } = await ec2.of("NetworkService").create!(request(wanted({ "listener.web": "tcp 443" })), course);
    expect([id, ec2.forms("CreateLoadBalancer"), ec2.forms("CreateTargetGroup"), ec2.forms("CreateListener")]).toEqual([
      ARN,
      [],
      [],
      [],
    ]);
    await course.undo();
    expect(ec2.calls.map(({ action }) => action).filter((action) => action.startsWith("Delete"))).toEqual(deletions);
  });

  it("for http has a security group of its own that lets clients in, and two zones", async () => {
    const opening = {
      CreateSecurityGroup: answered("CreateSecurityGroup", "<groupId>sg-1</groupId>"),
      AuthorizeSecurityGroupIngress: answered("AuthorizeSecurityGroupIngress"),
    };
    const ec2 = await scripted({ ...MAKING, ...opening });
    const course = writing();
    const policies = { "listener.web": "http 80 algorithm least-connections persistence cookie lasting 60s" };
    await ec2.of("NetworkService").create!(request(wanted(policies)), course);
    expect(course.course).toEqual(["segments", "firewall", "open", "create", "group web", "sharing web", "listen web"]);
    const { TargetGroupArn: _, Action: __, Version: ___, ...attributes } = ec2.forms("ModifyTargetGroupAttributes")[0]!;
    expect(Object.values(attributes)).toEqual([
      ...["load_balancing.algorithm.type", "least_outstanding_requests", "stickiness.enabled", "true"],
      ...["stickiness.type", "lb_cookie", "stickiness.lb_cookie.duration_seconds", "60"],
    ]);
    expect(ec2.forms("CreateLoadBalancer")[0]).toMatchObject({ Type: "application", "SecurityGroups.member.1": "sg-1" });
    const one = await scripted({
      DescribeSubnets: answered("DescribeSubnets", `<subnetSet>${subnet("subnet-1", "a")}</subnetSet>`),
    });
    const refusedOne = one.of("NetworkService").create!(request(wanted({ "listener.web": "http 80" })), writing());
    await expect(refusedOne).rejects.toMatchObject({ kind: "invalid", message: expect.stringContaining("two zones") });
  });

  it.each([
    [{ "listener.a": "tcp 443", "listener.b": "http 80" }, /mixes tcp, udp and tls with http/],
    [{ "listener.a": "tcp 443", "listener.b": "udp 443" }, /has the same ports as listener.a/],
    [{ "listener.a": "tcp 443, 444" }, /has 2 items; this cloud takes 1/],
    [{ "listener.a": "tls 443" }, /certificates are missing/],
    [{ "listener.a": "tcp 443 speaking tls" }, /accepted: tcp/],
    [{ "listener.a": "tcp 443 idle 5s" }, /idle is not supported/],
    [{ "listener.a": "tcp 443 algorithm random" }, /EC2 chooses members itself/],
    [{ "listener.a": "tcp 443 persistence cookie" }, /accepted: source-address/],
    [{ "listener.a": "http 80 persistence application-cookie" }, /needs its name/],
    [{ "listener.a": "tcp 443 persistence source-address lasting 5s" }, /by cookies/],
    [{ "listener.a": "tcp 443", "member.x": "10.0.0.5 pool p" }, /no listener hands clients to p/],
    [{ "listener.a": "tcp 443 to 80", "member.x": "10.0.0.5 port 81" }, /says to 80 already/],
    [{ "listener.a": "tcp 443", "member.x": "10.0.0.5 weight 3" }, /weight is not supported/],
    [{ "listener.a": "http 80", "health.x": "tcp" }, /accepted: http, https/],
    [{ "listener.a": "http 80", external: "endpoint:endpoints/eipalloc-1" }, /must be automatic/],
    [{ 'listener."': "tcp 443" }, /cannot keep this name/],
  ])("is refused with %j, before any call", async (policies, problem) => {
    const ec2 = await scripted({});
    const create = async () => ec2.of("NetworkService").create!(request(wanted(policies as Record<string, string>)), writing());
    await expect(create).rejects.toThrow(problem);
    expect(ec2.calls).toEqual([]);
  });

  it("is refused with endpoints that no listener serves", async () => {
    const ec2 = await scripted({});
    const create = async () =>
      ec2.of("NetworkService").create!(request(wanted({ "listener.a": "tcp 1 pool p" }), { joining }), writing());
    await expect(create).rejects.toThrow(/a listener without a pool/);
  });
});
