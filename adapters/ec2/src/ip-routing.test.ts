import { describe, expect, it } from "@jest/globals";
import { answered, context, refused, request, scripted, shown, writing } from "./testing.js";

const empty = (action: string): string => answered(action);
const network = { href: "networks/vpc-1" };
const wanted = (type: string, policies: Record<string, string>) => ({ network, type, policies });

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
    expect(course.course).toEqual(["learning", "routes", "replace 0.0.0.0/0", "add ::/0", "drop 192.0.2.0/24", "names"]);
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

  it("lets its segments go before it is deleted, and takes them back if EC2 refuses", async () => {
    const held = "<item><routeTableAssociationId>rtbassoc-1</routeTableAssociationId><subnetId>subnet-1</subnetId></item>";
    const ec2 = await scripted({
      DescribeRouteTables: table("", held),
      DisassociateRouteTable: empty("DisassociateRouteTable"),
      AssociateRouteTable: empty("AssociateRouteTable"),
      DeleteRouteTable: refused("DependencyViolation"),
    });
    const course = writing();
    await expect(ec2.of("NetworkService").delete!("rtb-1", course)).rejects.toMatchObject({ kind: "conflict" });
    expect(course.course).toEqual(["segments", "release subnet-1", "delete"]);
    await course.undo();
    expect(ec2.forms("AssociateRouteTable")[0]).toMatchObject({ RouteTableId: "rtb-1", SubnetId: "subnet-1" });
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

  it("that learns what the VPN gateway of its network is told, as policies.learn says", async () => {
    const propagating = "<propagatingVgwSet><item><gatewayId>vgw-1</gatewayId></item></propagatingVgwSet><routeSet>";
    const gateways = `<vpnGatewaySet><item><vpnGatewayId>vgw-1</vpnGatewayId><state>available</state><attachments>
      <item><vpcId>vpc-1</vpcId><state>attached</state></item></attachments></item></vpnGatewaySet>`;
    let learns = false;
    const answers = {
      DescribeRouteTables: () => (learns ? table(LOCAL).replace("<routeSet>", propagating) : table(LOCAL)),
      DescribeVpnGateways: answered("DescribeVpnGateways", gateways),
      EnableVgwRoutePropagation: empty("EnableVgwRoutePropagation"),
      DisableVgwRoutePropagation: empty("DisableVgwRoutePropagation"),
      CreateTags: empty("CreateTags"),
    };
    const ec2 = await scripted(answers);
    const service = ec2.of("NetworkService");
    await service.update!("rtb-1", { policies: { learn: "true" } }, writing());
    expect(ec2.forms("EnableVgwRoutePropagation")[0]).toMatchObject({ RouteTableId: "rtb-1", GatewayId: "vgw-1" });
    learns = true;
    const [native] = (await service.read(["rtb-1"], context())).values();
    expect(shown(service, native)).toMatchObject({ policies: { learn: "true" } });
    await service.update!("rtb-1", { policies: {} }, writing());
    expect(ec2.forms("DisableVgwRoutePropagation")).toHaveLength(1);

    learns = false;
    const without = await scripted({ ...answers, DescribeVpnGateways: empty("DescribeVpnGateways") });
    const update = without.of("NetworkService").update!("rtb-1", { policies: { learn: "true" } }, writing());
    await expect(update).rejects.toMatchObject({ kind: "invalid", message: expect.stringContaining("make a VPN in it first") });
  });
});
