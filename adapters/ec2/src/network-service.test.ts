import { gather } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { answered, balanced, context, refused, request, scripted, shown, writing } from "./testing.js";

const empty = (action: string): string => answered(action);
const network = { href: "networks/vpc-1" };
const wanted = (type: string, policies: Record<string, string>) => ({ network, type, policies });

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
      "DescribeVpnConnections",
      "DescribeVpnGateways",
      "DescribeCustomerGateways",
      "DescribeVpcs",
      "DescribeDhcpOptions",
      "DescribeLoadBalancers",
    ];
    const ec2 = await scripted({
      ...Object.fromEntries(actions.map((action) => [action, empty(action)])),
      DescribeLoadBalancers: balanced("DescribeLoadBalancers"),
    });
    expect(await gather(ec2.of("NetworkService").list({}, context()))).toEqual([]);
    expect(ec2.calls.map(({ action }) => action)).toEqual(actions);
  });

  it("that EC2 does not have are refused, with those that it has (Table 44)", async () => {
    const ec2 = await scripted({});
    const create = async () => ec2.of("NetworkService").create!(request({ network, type: "QoS" }), writing());
    await expect(create).rejects.toThrow(/accepted: Firewall, IP Routing, NAT, Gateway, VPN, DHCP, Load Balancer/);
  });
});
