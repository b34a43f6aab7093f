import { describe, expect, it } from "@jest/globals";
import { answered, context, refused, request, scripted, shown, writing } from "./testing.js";

const empty = (action: string): string => answered(action);
const network = { href: "networks/vpc-1" };
const wanted = (type: string, policies: Record<string, string>) => ({ network, type, policies });

/** DescribeSecurityGroups as the provider prints it (API reference, DescribeSecurityGroups, Example). */
const groups = (inbound: string, outbound = "", name = "cimi-id-1"): string =>
  answered(
    "DescribeSecurityGroups",
    `<securityGroupInfo><item><ownerId>111122223333</ownerId><groupId>sg-1</groupId><groupName>${name}</groupName><vpcId>vpc-1</vpcId>
     <ipPermissions>${inbound}</ipPermissions><ipPermissionsEgress>${outbound}</ipPermissionsEgress></item></securityGroupInfo>`,
  );
const permission = (protocol: string, from: number, to: number, peers: string): string =>
  `<item><ipProtocol>${protocol}</ipProtocol><fromPort>${from}</fromPort><toPort>${to}</toPort>${peers}</item>`;
const ranges = (...prefixes: readonly (readonly [string, string])[]): string =>
  `<ipRanges>${prefixes.map(([prefix, text]) => `<item><cidrIp>${prefix}</cidrIp><description>${text}</description></item>`).join("")}</ipRanges>`;
const DEFAULT_OUT = `<item><ipProtocol>-1</ipProtocol><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges></item>`;
const interfaces = (...ids: readonly string[]): string =>
  answered(
    "DescribeNetworkInterfaces",
    `<networkInterfaceSet>${ids
      .map(
        (
          id,
          index,
        ) => `<item><networkInterfaceId>${id}</networkInterfaceId><subnetId>subnet-1</subnetId><privateIpAddress>10.0.1.${index + 5}</privateIpAddress>
        <privateIpAddressesSet><item><privateIpAddress>10.0.1.${index + 5}</privateIpAddress></item></privateIpAddressesSet>
        <groupSet><item><groupId>sg-1</groupId></item></groupSet></item>`,
      )
      .join("")}</networkInterfaceSet>`,
  );

describe("firewalls are security groups", () => {
  const CREATED = answered("CreateSecurityGroup", "<groupId>sg-1</groupId>");
  const policiesOf = async (inbound: string, outbound = DEFAULT_OUT) => {
    const ec2 = await scripted({ DescribeSecurityGroups: groups(inbound, outbound), DescribeNetworkInterfaces: interfaces() });
    const service = ec2.of("NetworkService");
    return { ...(shown(service, (await service.read(["sg-1"], context())).get("sg-1")).policies as object) };
  };

  it("with a permission for each pair of traffic and peer, under the name of the rule; the marker is in their name", async () => {
    const ec2 = await scripted({
      CreateSecurityGroup: CREATED,
      AuthorizeSecurityGroupIngress: empty("AuthorizeSecurityGroupIngress"),
      RevokeSecurityGroupEgress: empty("RevokeSecurityGroupEgress"),
    });
    const rules = {
      "rule.web": "allow in tcp 80, 443 from 10.0.0.0/8, service:networkServices/sg-2 note 'for all'",
      "default.out": "deny",
    };
    expect(await ec2.of("NetworkService").create!(request(wanted("Firewall", rules)), writing())).toMatchObject({ id: "sg-1" });
    expect(ec2.forms("CreateSecurityGroup")[0]).toMatchObject({ GroupName: "cimi-id-1", VpcId: "vpc-1" });
    expect(ec2.forms("AuthorizeSecurityGroupIngress")[0]).toMatchObject({
      "IpPermissions.1.IpProtocol": "tcp",
      "IpPermissions.1.FromPort": "80",
      "IpPermissions.1.IpRanges.1.CidrIp": "10.0.0.0/8",
      "IpPermissions.1.IpRanges.1.Description": "cimi:web: for all",
      "IpPermissions.4.ToPort": "443",
      "IpPermissions.4.Groups.1.GroupId": "sg-2",
    });
    expect(ec2.forms("RevokeSecurityGroupEgress")[0]).toMatchObject({
      "IpPermissions.1.IpProtocol": "-1",
      "IpPermissions.1.IpRanges.1.CidrIp": "0.0.0.0/0",
    });
  });

  it("whose permissions come back as the rules that they were", async () => {
    const both = ranges(["0.0.0.0/0", "cimi:web"], ["10.0.0.0/8", "cimi:web"]);
    expect(await policiesOf(permission("tcp", 443, 443, both) + permission("tcp", 80, 90, both))).toEqual({
      "rule.web": "allow in tcp 443, 80-90 from 0.0.0.0/0, 10.0.0.0/8",
      "default.in": "deny",
      "default.out": "allow",
      tracking: "stateful",
    });
  });

  it("whose foreign permissions are named after their traffic", async () => {
    expect(await policiesOf(permission("icmp", 8, -1, ranges(["0.0.0.0/0", "ping"])), "")).toMatchObject({
      "rule.in.icmp.8": "allow in icmp 8 from 0.0.0.0/0",
      "default.out": "deny",
    });
  });

  it.each([
    ["denials", { "rule.a": "deny in any" }, /rule.a: action: deny is not supported/],
    ["priorities", { "rule.a": "allow in any priority 7" }, /priority is not supported/],
    ["a default that lets in", { "default.in": "allow" }, /default.in: EC2 lets in what a rule allows/],
    [
      "the same twice",
      { "rule.a": "allow in tcp 1", "rule.b": "allow in tcp 1" },
      /rule.b: allows tcp of 0.0.0.0\/0, which rule.a/,
    ],
    ["ports of all protocols", { "rule.a": "allow in any 443" }, /ports of one protocol only/],
    ["the wrong end", { "rule.a": "allow in any to 10.0.0.0/8" }, /to: EC2 takes no to/],
    ["a name that does not fit", { "rule.a:b": "allow in any" }, /name that EC2 cannot keep/],
    ["too many", { "rule.a": `allow in tcp 1, 2, 3 from 0.0.0.0/0` }, /has 3 pairs .* takes 2/],
  ])("refuse %s before any call", async (_what, policies, message) => {
    const ec2 = await scripted({}, { firewallRules: 2 });
    const create = async () => ec2.of("NetworkService").create!(request(wanted("Firewall", policies)), writing());
    await expect(create).rejects.toThrow(message);
    expect(ec2.calls).toEqual([]);
  });

  it("change by what differs: what is new first, then names, then what goes", async () => {
    const ec2 = await scripted({
      DescribeSecurityGroups: groups(
        permission("tcp", 443, 443, ranges(["0.0.0.0/0", "cimi:web"])) +
          permission("tcp", 22, 22, ranges(["0.0.0.0/0", "cimi:ssh"])),
        DEFAULT_OUT,
      ),
      DescribeNetworkInterfaces: interfaces(),
      AuthorizeSecurityGroupIngress: refused("InvalidPermission.Duplicate"),
      UpdateSecurityGroupRuleDescriptionsIngress: empty("UpdateSecurityGroupRuleDescriptionsIngress"),
      RevokeSecurityGroupIngress: refused("InvalidPermission.NotFound"),
    });
    const course = writing();
    const policies = { "rule.secure": "allow in tcp 443 from 0.0.0.0/0", "rule.dns": "allow in udp 53 from 10.0.0.0/8" };
    await ec2.of("NetworkService").update!("sg-1", { policies }, course);
    expect(course.course).toEqual(["rules", "authorize-in", "describe-in", "revoke-in"]);
    expect(ec2.forms("RevokeSecurityGroupIngress")[0]).toMatchObject({ "IpPermissions.1.FromPort": "22" });
  });

  it("have the first endpoints of their interfaces; the last firewall of one is not left", async () => {
    const ec2 = await scripted({
      DescribeSecurityGroups: groups(""),
      DescribeNetworkInterfaces: interfaces("eni-1"),
      ModifyNetworkInterfaceAttribute: empty("ModifyNetworkInterfaceAttribute"),
    });
    const service = ec2.of("NetworkService");
    const [native] = (await service.read(["sg-1"], context())).values();
    expect(shown(service, native).endpoints).toEqual([{ href: "endpoints/subnet-1.10.0.1.5" }]);
    const { insert, remove } = service.collections!.endpoints!;
    await insert!("sg-2", "subnet-1.10.0.1.5", writing());
    expect(ec2.forms("ModifyNetworkInterfaceAttribute")[0]).toMatchObject({
      "SecurityGroupId.1": "sg-1",
      "SecurityGroupId.2": "sg-2",
    });
    await expect(remove!("sg-1", "subnet-1.10.0.1.5", writing())).rejects.toThrow(/only firewall of the interface eni-1/);
  });

  it("of EC2 itself are not deleted, those in use name their users", async () => {
    const ec2 = await scripted({
      DescribeSecurityGroups: groups("", "", "default"),
      DescribeNetworkInterfaces: interfaces("eni-1"),
      DeleteSecurityGroup: refused("DependencyViolation"),
    });
    const service = ec2.of("NetworkService");
    const [native] = (await service.read(["sg-1"], context())).values();
    expect([shown(service, native).name, service.deletable!(native)]).toEqual(["default", false]);
    await expect(service.delete!("sg-1", writing())).rejects.toThrow(/the firewall sg-1 is used by eni-1/);
  });

  it("take no segments: EC2 filters interfaces", async () => {
    const ec2 = await scripted({});
    await expect(ec2.of("NetworkService").collections!.segments!.insert!("sg-1", "subnet-1", writing())).rejects.toThrow(
      /Firewall takes no segments at EC2; those that do: IP Routing/,
    );
  });
});
