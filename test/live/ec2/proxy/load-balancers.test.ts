import { CreateSubnetCommand, CreateVpcCommand, DeleteSubnetCommand } from "@aws-sdk/client-ec2";
import { type CreateLoadBalancerCommandInput, ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { CREDENTIALS, REGION } from "./index.js";
import { codeOf, useEc2 } from "./testing.js";

const LONG = 30_000;
const bench = useEc2();

/** moto alone answers most of these otherwise. */
describe("load balancers", () => {
  let balancing: ElasticLoadBalancingV2;
  let vpc: string;
  beforeAll(async () => {
    balancing = new ElasticLoadBalancingV2({
      endpoint: bench.live.endpoint,
      region: REGION,
      credentials: CREDENTIALS,
      maxAttempts: 1,
    });
    vpc = (await bench.client.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }))).Vpc!.VpcId!;
  }, LONG);
  afterAll(() => balancing?.destroy());

  const subnet = async (third: number, zone = "a"): Promise<string> => {
    const input = { VpcId: vpc, CidrBlock: `10.0.${third}.0/24`, AvailabilityZone: `${REGION}${zone}` };
    return (await bench.client.send(new CreateSubnetCommand(input))).Subnet!.SubnetId!;
  };
  const make = async (Name: string, Subnets: string[], more: Partial<CreateLoadBalancerCommandInput> = {}): Promise<string> => {
    const input = { Name, Subnets, Type: "network", Scheme: "internal", ...more } as const;
    return (await balancing.createLoadBalancer(input)).LoadBalancers![0]!.LoadBalancerArn!;
  };

  it(
    "are provisioned, and have names of their own: the same wish gives the same, another one is refused",
    async () => {
      const [one, other] = [await subnet(1), await subnet(2, "b")];
      const arn = await make("front", [one]);
      const state = async () => (await balancing.describeLoadBalancers({ Names: ["front"] })).LoadBalancers![0]!.State!.Code;
      expect(await state()).toBe("provisioning");
      bench.pass();
      expect(await state()).toBe("active");
      expect(await make("front", [one])).toBe(arn);
      expect(await codeOf(make("front", [other]))).toBe("DuplicateLoadBalancerNameException");
      expect(await codeOf(bench.client.send(new DeleteSubnetCommand({ SubnetId: one })))).toBe("DependencyViolation");
      await balancing.deleteLoadBalancer({ LoadBalancerArn: arn });
      expect(await make("front", [other])).not.toBe(arn);
    },
    LONG,
  );

  it(
    "are in one subnet of each zone, for http in two zones, and for the internet where a gateway leads there",
    async () => {
      const subnets = [await subnet(3), await subnet(4), await subnet(5, "b")] as const;
      expect(await codeOf(make("zones", [subnets[0], subnets[1]]))).toBe("InvalidConfigurationRequestException");
      expect(await codeOf(make("one", [subnets[0]], { Type: "application" }))).toBe("ValidationError");
      expect(await codeOf(make("outside", [subnets[0]], { Scheme: "internet-facing" }))).toBe("InvalidSubnetException");
      expect(await codeOf(make("two", [subnets[0], subnets[2]], { Type: "application" }))).toBeUndefined();
    },
    LONG,
  );

  it(
    "listen once on a port, let members leave twice, and come in pages",
    async () => {
      const LoadBalancerArn = await make("listening", [await subnet(6)]);
      const group = { Name: "members", Protocol: "TCP", Port: 80, VpcId: vpc, TargetType: "ip" } as const;
      const TargetGroupArn = (await balancing.createTargetGroup(group)).TargetGroups![0]!.TargetGroupArn!;
      const DefaultActions = [{ Type: "forward", TargetGroupArn } as const];
      const listen = () => balancing.createListener({ LoadBalancerArn, Protocol: "TCP", Port: 80, DefaultActions });
      expect([await codeOf(listen()), await codeOf(listen())]).toEqual([undefined, "DuplicateListenerException"]);
      const Targets = [{ Id: "10.0.6.9" }];
      await balancing.registerTargets({ TargetGroupArn, Targets });
      const leave = () => balancing.deregisterTargets({ TargetGroupArn, Targets });
      expect([await codeOf(leave()), await codeOf(leave())]).toEqual([undefined, undefined]);
      const first = await balancing.describeLoadBalancers({ PageSize: 1 });
      expect([first.LoadBalancers?.length, typeof first.NextMarker]).toEqual([1, "string"]);
    },
    LONG,
  );
});
