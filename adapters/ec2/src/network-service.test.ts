import { gather } from "@cimi-gateway/adapter";
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

describe("IP routing is a route table", () => {
  const table = (routes: string, associations = "", tags = ""): string =>
    answered(
      "DescribeRouteTables",
      `<routeTableSet><item><routeTableId>rtb-1</routeTableId><vpcId>vpc-1</vpcId><routeSet>${routes}</routeSet>
       <associationSet>${associations}</associationSet><tagSet>${tags}</tagSet></item></routeTableSet>`,
    );
  const LOCAL =
    "<item><destinationCidrBlock>10.0.0.0/16</destinationCidrBlock><gatewayId>local</gatewayId><state>active</state><origin>CreateRouteTable</origin></item>";
  const route = (destination: string, target: string, state = "active"): string =>
    `<item><destinationCidrBlock>${destination}</destinationCidrBlock>${target}<state>${state}</state><origin>CreateRoute</origin></item>`;

  it("whose routes are policies, named by what consumers said or where they go", async () => {
    const ec2 = await scripted({
      DescribeRouteTables: table(
        LOCAL +
          route("0.0.0.0/0", "<gatewayId>igw-1</gatewayId>") +
          route("192.0.2.0/24", "<natGatewayId>nat-1</natGatewayId>", "blackhole"),
        "<item><routeTableAssociationId>rtbassoc-1</routeTableAssociationId><subnetId>subnet-1</subnetId><main>false</main></item>",
        `<item><key>cimi-routes</key><value>{"0.0.0.0/0":"out"}</value></item>`,
      ),
    });
    const service = ec2.of("NetworkService");
    const [native] = (await service.read(["rtb-1"], context())).values();
    expect(shown(service, native)).toMatchObject({
      type: "IP Routing",
      segments: [{ href: "segments/subnet-1" }, { href: "segments/subnet-1.ipv6" }],
      policies: {
        "route.10.0.0.0/16": "10.0.0.0/16 via local fixed",
        "route.out": "0.0.0.0/0 via service:networkServices/igw-1",
        "route.192.0.2.0/24": "192.0.2.0/24 via service:networkServices/nat-1 unreachable",
      },
    });
  });

  it("is made with its ClientToken, then its routes, and changed by what differs", async () => {
    const ec2 = await scripted({
      CreateRouteTable: answered("CreateRouteTable", "<routeTable><routeTableId>rtb-1</routeTableId></routeTable>"),
      DescribeRouteTables: table(
        LOCAL + route("0.0.0.0/0", "<gatewayId>igw-1</gatewayId>") + route("192.0.2.0/24", "<instanceId>i-1</instanceId>"),
      ),
      CreateRoute: empty("CreateRoute"),
      ReplaceRoute: empty("ReplaceRoute"),
      DeleteRoute: empty("DeleteRoute"),
      CreateTags: empty("CreateTags"),
    });
    const service = ec2.of("NetworkService");
    await service.create!(
      request(wanted("IP Routing", { "route.out": "0.0.0.0/0 via service:networkServices/igw-1" })),
      writing(),
    );
    expect(ec2.forms("CreateRouteTable")[0]).toMatchObject({ VpcId: "vpc-1", ClientToken: "token-create" });
    expect(ec2.forms("CreateRoute")[0]).toMatchObject({ DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1" });
    const course = writing();
    const policies = {
      "route.out": "0.0.0.0/0 via service:networkServices/nat-1",
      "route.six": "::/0 via service:networkServices/eigw-1",
      "route.10.0.0.0/16": "10.0.0.0/16 via local fixed",
    };
    await service.update!("rtb-1", { policies }, course);
    expect(course.course).toEqual(["routes", "replace 0.0.0.0/0", "add ::/0", "drop 192.0.2.0/24", "names"]);
    expect(ec2.forms("ReplaceRoute")[0]).toMatchObject({ NatGatewayId: "nat-1" });
    expect(ec2.forms("CreateRoute")[1]).toMatchObject({
      DestinationIpv6CidrBlock: "::/0",
      EgressOnlyInternetGatewayId: "eigw-1",
    });
  });

  it.each([
    ["an address as next hop", { "route.a": "0.0.0.0/0 via 10.0.0.1" }, /address is not supported/],
    ["a priority", { "route.a": "0.0.0.0/0 via service:networkServices/igw-1 priority 5" }, /priority is not supported/],
    ["names that do not fit", { [`route.${"n".repeat(260)}`]: "0.0.0.0/0 via name:igw-1" }, /names that EC2 cannot keep/],
  ])("refuses %s before any call", async (_what, policies, message) => {
    const ec2 = await scripted({});
    const create = async () => ec2.of("NetworkService").create!(request(wanted("IP Routing", policies)), writing());
    await expect(create).rejects.toThrow(message);
    expect(ec2.calls).toEqual([]);
  });

  it("takes in a segment that has none by itself; the holder is named", async () => {
    const held = "<item><routeTableAssociationId>rtbassoc-1</routeTableAssociationId><subnetId>subnet-1</subnetId></item>";
    const ec2 = await scripted({
      DescribeRouteTables: table("", held),
      AssociateRouteTable: empty("AssociateRouteTable"),
      DisassociateRouteTable: empty("DisassociateRouteTable"),
    });
    const { insert, remove } = ec2.of("NetworkService").collections!.segments!;
    await expect(insert!("rtb-2", "subnet-1", writing())).rejects.toThrow(/has the routing service rtb-1/);
    await insert!("rtb-2", "subnet-2", writing());
    expect(ec2.forms("AssociateRouteTable")[0]).toMatchObject({ RouteTableId: "rtb-2", SubnetId: "subnet-2" });
    await remove!("rtb-1", "subnet-1.ipv6", writing());
    expect(ec2.forms("DisassociateRouteTable")[0]).toMatchObject({ AssociationId: "rtbassoc-1" });
  });

  it("that is the main one of its network is not deleted", async () => {
    const ec2 = await scripted({ DescribeRouteTables: table(LOCAL, "<item><main>true</main></item>") });
    const service = ec2.of("NetworkService");
    const [native] = (await service.read(["rtb-1"], context())).values();
    expect([service.deletable!(native), shown(service, native).policies]).toEqual([
      false,
      expect.objectContaining({ main: "true" }),
    ]);
  });
});

describe("NAT is a NAT gateway", () => {
  const gateways = (state: string): string =>
    answered(
      "DescribeNatGateways",
      `<natGatewaySet><item><natGatewayId>nat-1</natGatewayId><vpcId>vpc-1</vpcId><subnetId>subnet-1</subnetId><state>${state}</state><connectivityType>public</connectivityType>
       <natGatewayAddressSet><item><allocationId>eipalloc-1</allocationId></item></natGatewayAddressSet>
       <tagSet><item><key>cimi-address</key><value>eipalloc-1</value></item></tagSet></item></natGatewaySet>`,
    );

  it("in a segment, with an address that is allocated for it and goes with it", async () => {
    let state = "available";
    const ec2 = await scripted({
      AllocateAddress: answered("AllocateAddress", "<allocationId>eipalloc-1</allocationId>"),
      CreateNatGateway: answered("CreateNatGateway", "<natGateway><natGatewayId>nat-1</natGatewayId></natGateway>"),
      DescribeNatGateways: () => gateways(state),
      DeleteNatGateway: () => {
        state = "deleted";
        return empty("DeleteNatGateway");
      },
      ReleaseAddress: empty("ReleaseAddress"),
    });
    const service = ec2.of("NetworkService");
    await service.create!(request(wanted("NAT", { place: "segments/subnet-1" })), writing());
    expect(ec2.forms("CreateNatGateway")[0]).toMatchObject({
      SubnetId: "subnet-1",
      AllocationId: "eipalloc-1",
      ConnectivityType: "public",
      ClientToken: "token-create",
    });
    const [native] = (await service.read(["nat-1"], context())).values();
    expect(shown(service, native)).toMatchObject({
      state: "STARTED",
      network: { href: "networks/vpc-1" },
      policies: { place: "segments/subnet-1", external: "endpoint:endpoints/eipalloc-1", scope: "internet" },
    });
    await service.delete!("nat-1", writing());
    expect(ec2.calls.slice(-3).map(({ action }) => action)).toEqual([
      "DeleteNatGateway",
      "DescribeNatGateways",
      "ReleaseAddress",
    ]);
    expect([...(await service.read(["nat-1"], context())).keys()]).toEqual([]);
  });

  it.each([
    ["no place", {}, /place: is missing/],
    ["an address beside an internal scope", { place: "segments/s", scope: "internal", external: "automatic" }, /must be absent/],
    ["an address of its own choice", { place: "segments/s", external: "203.0.113.7" }, /address is not supported/],
  ])("refuses %s before any call", async (_what, policies, message) => {
    const ec2 = await scripted({});
    const create = async () => ec2.of("NetworkService").create!(request(wanted("NAT", policies)), writing());
    await expect(create).rejects.toThrow(message);
    expect(ec2.calls).toEqual([]);
  });
});

describe("gateways", () => {
  const gateway = (content = ""): string =>
    answered(
      "DescribeInternetGateways",
      `<internetGatewaySet><item><internetGatewayId>igw-1</internetGatewayId><attachmentSet>${content}</attachmentSet></item></internetGatewaySet>`,
    );
  const ATTACHED = "<item><vpcId>vpc-1</vpcId><state>available</state></item>";

  it("to the internet are attached to their network, and detached before they go", async () => {
    const ec2 = await scripted({
      CreateInternetGateway: answered(
        "CreateInternetGateway",
        "<internetGateway><internetGatewayId>igw-1</internetGatewayId></internetGateway>",
      ),
      AttachInternetGateway: empty("AttachInternetGateway"),
      DescribeInternetGateways: gateway(ATTACHED),
      DetachInternetGateway: refused("Gateway.NotAttached"),
      DeleteInternetGateway: empty("DeleteInternetGateway"),
    });
    const service = ec2.of("NetworkService");
    const course = writing();
    await service.create!(request({ network, type: "Gateway" }), course);
    expect(ec2.forms("AttachInternetGateway")[0]).toMatchObject({ InternetGatewayId: "igw-1", VpcId: "vpc-1" });
    await course.undo();
    await service.delete!("igw-1", writing());
    expect(ec2.forms("DetachInternetGateway")).toHaveLength(2);
    expect(ec2.forms("DeleteInternetGateway")).toHaveLength(2);
  });

  it("that are attached nowhere are STOPPED", async () => {
    const ec2 = await scripted({ DescribeInternetGateways: gateway() });
    const service = ec2.of("NetworkService");
    const [native] = (await service.read(["igw-1"], context())).values();
    expect(shown(service, native)).toMatchObject({ state: "STOPPED", policies: { kind: "internet" } });
  });

  it("for connections from inside are egress-only, made with their ClientToken", async () => {
    const ec2 = await scripted({
      CreateEgressOnlyInternetGateway: answered(
        "CreateEgressOnlyInternetGateway",
        "<egressOnlyInternetGateway><egressOnlyInternetGatewayId>eigw-1</egressOnlyInternetGatewayId></egressOnlyInternetGateway>",
      ),
    });
    await ec2.of("NetworkService").create!(request(wanted("Gateway", { kind: "egress-only" })), writing());
    expect(ec2.forms("CreateEgressOnlyInternetGateway")[0]).toMatchObject({ VpcId: "vpc-1", ClientToken: "token-create" });
  });
});

describe("DHCP is a set of options", () => {
  const VPCS = answered(
    "DescribeVpcs",
    "<vpcSet><item><vpcId>vpc-1</vpcId><dhcpOptionsId>dopt-1</dhcpOptionsId></item></vpcSet>",
  );

  it("that its network uses instead of what it had, and that is taken back", async () => {
    const ec2 = await scripted({
      DescribeVpcs: VPCS.replace("dopt-1", "dopt-0"),
      CreateDhcpOptions: answered("CreateDhcpOptions", "<dhcpOptions><dhcpOptionsId>dopt-1</dhcpOptionsId></dhcpOptions>"),
      AssociateDhcpOptions: empty("AssociateDhcpOptions"),
      DeleteDhcpOptions: empty("DeleteDhcpOptions"),
    });
    const course = writing();
    const policies = { domain: "example.internal", ntpServers: "192.0.2.123" };
    await ec2.of("NetworkService").create!(request(wanted("DHCP", policies)), course);
    expect(ec2.forms("CreateDhcpOptions")[0]).toMatchObject({
      "DhcpConfiguration.1.Key": "domain-name",
      "DhcpConfiguration.1.Value.1": "example.internal",
      "DhcpConfiguration.2.Key": "domain-name-servers",
      "DhcpConfiguration.2.Value.1": "AmazonProvidedDNS",
      "DhcpConfiguration.3.Value.1": "192.0.2.123",
    });
    await course.undo();
    expect(ec2.forms("AssociateDhcpOptions").map((form) => form.DhcpOptionsId)).toEqual(["dopt-1", "dopt-0"]);
  });

  it("reads back, and is not changed by EC2", async () => {
    const ec2 = await scripted({
      DescribeVpcs: VPCS,
      DescribeDhcpOptions: answered(
        "DescribeDhcpOptions",
        `<dhcpOptionsSet><item><dhcpOptionsId>dopt-1</dhcpOptionsId><dhcpConfigurationSet><item><key>domain-name-servers</key>
         <valueSet><item><value>AmazonProvidedDNS</value></item></valueSet></item></dhcpConfigurationSet></item></dhcpOptionsSet>`,
      ),
    });
    const service = ec2.of("NetworkService");
    const [native] = (await service.read(["dopt-1"], context())).values();
    expect(shown(service, native)).toMatchObject({ network: { href: "networks/vpc-1" }, policies: { dnsServers: "provided" } });
    await expect(service.update!("dopt-1", { policies: {} }, writing())).rejects.toThrow(
      /keeps the policies .* DHCP; make another/,
    );
  });
});

describe("services", () => {
  it("are listed by one call for each native page of each kind", async () => {
    const actions = [
      "DescribeNetworkInterfaces",
      "DescribeSecurityGroups",
      "DescribeRouteTables",
      "DescribeNatGateways",
      "DescribeInternetGateways",
      "DescribeEgressOnlyInternetGateways",
      "DescribeVpcs",
      "DescribeDhcpOptions",
    ];
    const ec2 = await scripted(Object.fromEntries(actions.map((action) => [action, empty(action)])));
    expect(await gather(ec2.of("NetworkService").list({}, context()))).toEqual([]);
    expect(ec2.calls.map(({ action }) => action)).toEqual(actions);
  });

  it("that EC2 does not have are refused, with those that it has (Table 44)", async () => {
    const ec2 = await scripted({});
    const create = async () => ec2.of("NetworkService").create!(request({ network, type: "QoS" }), writing());
    await expect(create).rejects.toThrow(/accepted: Firewall, IP Routing, NAT, Gateway, DHCP/);
  });
});
