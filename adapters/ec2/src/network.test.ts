import { gather } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { answered, context, refused, request, scripted, shown, stillClock, writing } from "./testing.js";

/** DescribeVpcs as the provider prints it (API reference, DescribeVpcs, Example). */
const vpcs = (...ids: readonly string[]): string =>
  answered(
    "DescribeVpcs",
    `<vpcSet>${ids
      .map(
        (id) => `<item><vpcId>${id}</vpcId><state>available</state><cidrBlock>10.0.0.0/16</cidrBlock>
        <cidrBlockAssociationSet><item><cidrBlock>10.0.0.0/16</cidrBlock><associationId>vpc-cidr-assoc-1</associationId>
        <cidrBlockState><state>associated</state></cidrBlockState></item></cidrBlockAssociationSet><isDefault>false</isDefault></item>`,
      )
      .join("")}</vpcSet>`,
  );
const CREATED = answered("CreateVpc", "<vpc><vpcId>vpc-1</vpcId></vpc>");
const empty = (action: string): string => answered(action);

const following = (...bases: readonly string[]) => ({
  following: bases.map((subnetAddress) => ({
    type: "ProtocolSegment",
    template: { protocol: "IPv4", parameters: { subnetAddress, netmask: "255.255.255.0" } },
  })),
});

describe("networks", () => {
  it("are the internet (5.16.1) and the VPCs, one call for each native page", async () => {
    const ec2 = await scripted({ DescribeVpcs: vpcs("vpc-1") });
    const network = ec2.of("Network");
    const all = await gather(network.list({}, context()));
    expect(all.map((native) => network.identify(native).id)).toEqual(["internet", "vpc-1"]);
    expect(shown(network, all[0])).toMatchObject({ name: "internet", state: "STARTED", external: true });
    expect([network.editable!(all[0]), network.deletable!(all[0]), network.deletable!(all[1])]).toEqual([false, false, true]);
    expect(shown(network, all[1])).toMatchObject({ state: "STARTED", external: false, nativeId: "vpc-1", location: "eu-west-1" });
    expect(ec2.calls).toHaveLength(1);
  });

  it("that are external cost no call to read", async () => {
    const ec2 = await scripted({});
    expect([...(await ec2.of("Network").read(["internet"], context())).keys()]).toEqual(["internet"]);
  });

  it.each([
    ["without segments that of the settings", {}, "10.0.0.0/16"],
    ["with one that of the segment", following("10.77.1.0"), "10.77.1.0/24"],
    ["with two the smallest around both", following("10.77.1.0", "10.77.2.0"), "10.77.0.0/22"],
    ["with one too far away that of the first", following("10.77.1.0", "10.99.2.0"), "10.77.1.0/24"],
  ])("have a prefix: %s", async (_what, more, prefix) => {
    const ec2 = await scripted({ CreateVpc: CREATED });
    await ec2.of("Network").create!(request({}, more), writing());
    expect(ec2.forms("CreateVpc")[0]).toMatchObject({
      CidrBlock: prefix,
      "TagSpecification.1.ResourceType": "vpc",
      "TagSpecification.1.Tag.1.Key": "cimi-op",
      "TagSpecification.1.Tag.1.Value": "id-1",
    });
  });

  it("are found by their marker when the call was interrupted, and taken back", async () => {
    const ec2 = await scripted({ DescribeVpcs: vpcs("vpc-9"), DeleteVpc: empty("DeleteVpc") });
    const course = writing(["create"]);
    expect(await ec2.of("Network").create!(request({}), course)).toEqual({ id: "vpc-9" });
    expect(ec2.forms("DescribeVpcs")[0]).toMatchObject({ "Filter.1.Name": "tag:cimi-op", "Filter.1.Value.1": "id-1" });
    await course.undo();
    expect(ec2.forms("DeleteVpc")[0]).toMatchObject({ VpcId: "vpc-9" });
  });

  it("that consumers want external are refused before any call", async () => {
    const ec2 = await scripted({});
    await expect(async () => ec2.of("Network").create!(request({ external: true }), writing())).rejects.toThrow(
      /one external network/,
    );
    expect(ec2.calls).toEqual([]);
  });

  it("in use are not deleted, and what uses them is named", async () => {
    const ec2 = await scripted({
      DeleteVpc: refused("DependencyViolation", "The vpc 'vpc-1' has dependencies and cannot be deleted."),
      DescribeSubnets: answered("DescribeSubnets", "<subnetSet><item><subnetId>subnet-1</subnetId></item></subnetSet>"),
      DescribeNetworkInterfaces: empty("DescribeNetworkInterfaces"),
      DescribeInternetGateways: answered(
        "DescribeInternetGateways",
        "<internetGatewaySet><item><internetGatewayId>igw-1</internetGatewayId></item></internetGatewaySet>",
      ),
      DescribeSecurityGroups: answered(
        "DescribeSecurityGroups",
        "<securityGroupInfo><item><groupId>sg-0</groupId><groupName>default</groupName></item></securityGroupInfo>",
      ),
      DescribeRouteTables: empty("DescribeRouteTables"),
      DescribeVpnGateways: empty("DescribeVpnGateways"),
    });
    await expect(ec2.of("Network").delete!("vpc-1", writing())).rejects.toMatchObject({
      kind: "conflict",
      message: "the network vpc-1 is used by subnet-1, igw-1; delete or detach these first",
    });
  });
});

describe("segments", () => {
  const subnets = (content: string): string =>
    answered(
      "DescribeSubnets",
      `<subnetSet><item><subnetId>subnet-1</subnetId><state>available</state><vpcId>vpc-1</vpcId><availabilityZone>eu-west-1a</availabilityZone>
      ${content}<tagSet><item><key>cimi-op</key><value>id-7</value></item></tagSet></item></subnetSet>`,
    );
  const V4 = "<cidrBlock>10.0.1.0/24</cidrBlock>";
  const V6 = `<ipv6CidrBlockAssociationSet><item><ipv6CidrBlock>2001:db8::/64</ipv6CidrBlock><associationId>subnet-cidr-assoc-1</associationId>
    <ipv6CidrBlockState><state>associated</state></ipv6CidrBlockState></item></ipv6CidrBlockAssociationSet>`;
  const network = { href: "networks/vpc-1" };
  const ipv4 = (subnetAddress: string, netmask = "255.255.255.0") => ({
    network,
    protocol: "IPv4",
    parameters: { subnetAddress, netmask },
  });

  it("of a subnet with both protocols are two, and the marker is of the first (Table 32)", async () => {
    const ec2 = await scripted({ DescribeSubnets: subnets(V4 + V6) });
    const segment = ec2.of("ProtocolSegment");
    const [outside, ...own] = await gather(segment.list({}, context()));
    expect(segment.identify(outside).id).toBe("internet.ipv4");
    expect(own.map((native) => segment.identify(native))).toEqual([{ id: "subnet-1", marker: "id-7" }, { id: "subnet-1.ipv6" }]);
    expect(own.map((native) => shown(segment, native).parameters)).toEqual([
      { netmask: "255.255.255.0", subnetAddress: "10.0.1.0" },
      { prefixLength: "64", subnetAddress: "2001:db8::" },
    ]);
    expect(own.map((native) => segment.editable!(native))).toEqual([true, false]);
  });

  it("lose IPv6 by itself, and IPv4 not while there is IPv6", async () => {
    const ec2 = await scripted({
      DescribeSubnets: subnets(V4 + V6),
      DisassociateSubnetCidrBlock: empty("DisassociateSubnetCidrBlock"),
    });
    const { delete: remove } = ec2.of("ProtocolSegment");
    expect(await remove!("subnet-1.ipv6", writing())).toEqual({ id: "subnet-1.ipv6" });
    expect(ec2.forms("DisassociateSubnetCidrBlock")[0]).toMatchObject({ AssociationId: "subnet-cidr-assoc-1" });
    await expect(remove!("subnet-1", writing())).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("delete the segment subnet-1.ipv6 first"),
    });
  });

  it("with interfaces in them are not deleted, and these are named", async () => {
    const ec2 = await scripted({
      DescribeSubnets: subnets(V4),
      DeleteSubnet: refused("DependencyViolation"),
      DescribeNetworkInterfaces: answered(
        "DescribeNetworkInterfaces",
        "<networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId></item></networkInterfaceSet>",
      ),
    });
    await expect(ec2.of("ProtocolSegment").delete!("subnet-1", writing())).rejects.toThrow(/used by eni-1/);
  });

  it("in a prefix of the network are one CreateSubnet", async () => {
    const ec2 = await scripted({
      DescribeVpcs: vpcs("vpc-1"),
      CreateSubnet: answered("CreateSubnet", "<subnet><subnetId>subnet-1</subnetId></subnet>"),
    });
    const more = { location: "eu-west-1b", name: "front" };
    expect(await ec2.of("ProtocolSegment").create!(request(ipv4("10.0.1.0"), more), writing())).toMatchObject({ id: "subnet-1" });
    expect(ec2.forms("CreateSubnet")[0]).toMatchObject({
      VpcId: "vpc-1",
      CidrBlock: "10.0.1.0/24",
      AvailabilityZone: "eu-west-1b",
      "TagSpecification.1.Tag.2.Value": "front",
    });
    expect(ec2.forms("AssociateVpcCidrBlock")).toEqual([]);
  });

  it("elsewhere bring a block of their own, which is taken back with them", async () => {
    let blocks = "";
    const ec2 = await scripted({
      DescribeVpcs: () => vpcs("vpc-1").replace("<cidrBlockAssociationSet>", `<cidrBlockAssociationSet>${blocks}`),
      AssociateVpcCidrBlock: () => {
        blocks = `<item><cidrBlock>10.77.0.0/16</cidrBlock><associationId>vpc-cidr-assoc-2</associationId>
          <cidrBlockState><state>associated</state></cidrBlockState></item>`;
        return answered(
          "AssociateVpcCidrBlock",
          `<cidrBlockAssociation><associationId>vpc-cidr-assoc-2</associationId></cidrBlockAssociation>`,
        );
      },
      CreateSubnet: refused("InvalidSubnet.Conflict"),
      DescribeSubnets: answered("DescribeSubnets", "<subnetSet/>"),
      DisassociateVpcCidrBlock: empty("DisassociateVpcCidrBlock"),
    });
    const course = writing();
    await expect(ec2.of("ProtocolSegment").create!(request(ipv4("10.77.1.0")), course)).rejects.toMatchObject({
      kind: "conflict",
    });
    expect(ec2.forms("AssociateVpcCidrBlock")[0]).toMatchObject({ CidrBlock: "10.77.0.0/16" });
    await course.undo();
    expect(ec2.forms("DisassociateVpcCidrBlock")[0]).toMatchObject({ AssociationId: "vpc-cidr-assoc-2" });
  });

  it.each([
    ["a prefix larger than a subnet", ipv4("10.0.0.0", "255.0.0.0"), /netmask: has 8 bits/],
    ["bits beyond the mask", ipv4("10.0.0.7"), /subnetAddress: "10\.0\.0\.7\/24" has bits/],
    ["no mask", { network, protocol: "IPv4", parameters: { subnetAddress: "10.0.0.0" } }, /netmask: is missing/],
    ["Ethernet", { network, protocol: "Ethernet" }, /accepted: IPv4, IPv6/],
    ["no routing", { ...ipv4("10.0.1.0"), noDefaultRouting: true }, /noDefaultRouting: is not supported/],
    ["the external network", { ...ipv4("10.0.1.0"), network: { href: "networks/internet" } }, /keeps the external network/],
  ])("with %s are refused before any call", async (_what, template, message) => {
    const ec2 = await scripted({});
    await expect(async () => ec2.of("ProtocolSegment").create!(request(template), writing())).rejects.toThrow(message);
    expect(ec2.calls).toEqual([]);
  });

  const withBlock = (state: string): string =>
    vpcs("vpc-1").replace(
      "<isDefault>",
      `<ipv6CidrBlockAssociationSet><item><ipv6CidrBlock>2001:db8:0:ff00::/56</ipv6CidrBlock><associationId>vpc-cidr-assoc-6</associationId>
       <ipv6CidrBlockState><state>${state}</state></ipv6CidrBlockState></item></ipv6CidrBlockAssociationSet><isDefault>`,
    );
  const CREATED = answered("CreateSubnet", "<subnet><subnetId>subnet-2</subnetId></subnet>");
  const ipv6 = (parameters?: object) =>
    request<"ProtocolSegment">({ network, protocol: "IPv6", ...(parameters && { parameters }) });

  it("of IPv6 get the first free /64 of the network", async () => {
    const ec2 = await scripted({
      DescribeVpcs: withBlock("associated"),
      DescribeSubnets: subnets(V4 + V6.replace("2001:db8::/64", "2001:db8:0:ff00::/64")),
      CreateSubnet: CREATED,
    });
    const made = await ec2.of("ProtocolSegment").create!(ipv6(), writing());
    expect(made.id).toBe("subnet-2.ipv6");
    expect(ec2.forms("CreateSubnet")[0]).toMatchObject({ Ipv6CidrBlock: "2001:db8:0:ff01::/64", Ipv6Native: "true" });
  });

  it("of IPv6 give a network that has no block one of Amazon, which they take back with them", async () => {
    let [state, looks] = ["disassociated", 0];
    const ec2 = await scripted({
      DescribeVpcs: () => {
        if (state === "associating" && looks++ > 1) state = "associated";
        return state === "disassociated" ? vpcs("vpc-1") : withBlock(state);
      },
      AssociateVpcCidrBlock: () => {
        state = "associating";
        const association =
          "<ipv6CidrBlockAssociation><associationId>vpc-cidr-assoc-6</associationId></ipv6CidrBlockAssociation>";
        return answered("AssociateVpcCidrBlock", association);
      },
      DescribeSubnets: subnets(V4),
      CreateSubnet: CREATED,
      DeleteSubnet: answered("DeleteSubnet"),
      DisassociateVpcCidrBlock: answered("DisassociateVpcCidrBlock"),
    });
    const course = { ...writing(), clock: stillClock() };
    await ec2.of("ProtocolSegment").create!(ipv6(), course);
    expect(course.course).toEqual(["blocks", "block", "prefix", "create"]);
    expect(ec2.forms("AssociateVpcCidrBlock")).toEqual([expect.objectContaining({ AmazonProvidedIpv6CidrBlock: "true" })]);
    expect(ec2.forms("CreateSubnet")[0]).toMatchObject({ Ipv6CidrBlock: "2001:db8:0:ff00::/64" });
    await course.undo();
    expect(ec2.forms("DisassociateVpcCidrBlock")).toEqual([expect.objectContaining({ AssociationId: "vpc-cidr-assoc-6" })]);
  });

  it.each([
    ["a block, which is named", withBlock("associated"), /accepted: a prefix in 2001:db8:0:ff00::\/56/],
    ["no block, since EC2 chooses it", vpcs("vpc-1"), /none yet; accepted: neither subnetAddress nor prefixLength/],
  ])("of IPv6 outside of the blocks are refused in a network with %s", async (_what, DescribeVpcs, message) => {
    const ec2 = await scripted({ DescribeVpcs });
    const parameters = { subnetAddress: "2001:db8:1::", prefixLength: "64" };
    await expect(ec2.of("ProtocolSegment").create!(ipv6(parameters), writing())).rejects.toThrow(message);
    expect(ec2.forms("CreateSubnet")).toEqual([]);
  });
});
