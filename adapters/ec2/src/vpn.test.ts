import { describe, expect, it } from "@jest/globals";
import { answered, context, refused, request, scripted, shown, stillClock, writing } from "./testing.js";

const empty = (action: string): string => answered(action);
const network = { href: "networks/vpc-1" };
const wanted = (type: string, policies: Record<string, string>) => ({ network, type, policies });

describe("VPN is a connection with its gateways", () => {
  const connections = (state: string): string =>
    answered(
      "DescribeVpnConnections",
      `<vpnConnectionSet><item><vpnConnectionId>vpn-1</vpnConnectionId><state>${state}</state><customerGatewayId>cgw-1</customerGatewayId><vpnGatewayId>vgw-1</vpnGatewayId>
       <options><staticRoutesOnly>true</staticRoutesOnly><tunnelOptionSet><item><preSharedKey>do.not.tell</preSharedKey></item></tunnelOptionSet></options>
       <routes><item><destinationCidrBlock>192.168.0.0/16</destinationCidrBlock></item></routes>
       <tagSet><item><key>cimi-op</key><value>id-1</value></item><item><key>cimi-gateway</key><value>vgw-1</value></item></tagSet></item></vpnConnectionSet>`,
    );
  const gateways = (attached: boolean): string =>
    answered(
      "DescribeVpnGateways",
      `<vpnGatewaySet><item><vpnGatewayId>vgw-1</vpnGatewayId><state>available</state><amazonSideAsn>64512</amazonSideAsn><attachments>
       <item><vpcId>vpc-1</vpcId><state>${attached ? "attached" : "detached"}</state></item></attachments></item></vpnGatewaySet>`,
    );
  const PEERS = answered(
    "DescribeCustomerGateways",
    `<customerGatewaySet><item><customerGatewayId>cgw-1</customerGatewayId><state>available</state><ipAddress>203.0.113.9</ipAddress><bgpAsn>65000</bgpAsn></item></customerGatewaySet>`,
  );
  const policies = { "tunnel.1": "203.0.113.9", "preSharedKey.1": "do.not.tell", remotePrefixes: "192.168.0.0/16" };

  const ROUTED = ["NetworkService vpn-1 STARTED", "route 192.168.0.0/16"];

  it("that the network's VPN gateway ends, or a new one where it has none", async () => {
    let attached = false;
    const ec2 = await scripted({
      DescribeVpnGateways: () => gateways(attached),
      CreateVpnGateway: answered("CreateVpnGateway", "<vpnGateway><vpnGatewayId>vgw-1</vpnGatewayId></vpnGateway>"),
      AttachVpnGateway: () => {
        attached = true;
        return empty("AttachVpnGateway");
      },
      CreateCustomerGateway: answered(
        "CreateCustomerGateway",
        "<customerGateway><customerGatewayId>cgw-1</customerGatewayId></customerGateway>",
      ),
      CreateVpnConnection: answered(
        "CreateVpnConnection",
        "<vpnConnection><vpnConnectionId>vpn-1</vpnConnectionId></vpnConnection>",
      ),
      CreateVpnConnectionRoute: empty("CreateVpnConnectionRoute"),
    });
    const course = writing();
    await ec2.of("NetworkService").create!(request(wanted("VPN", policies)), course);
    expect(course.course).toEqual(["gateway", "new gateway", "attach", "peer", "create", ...ROUTED]);
    expect(ec2.forms("CreateVpnConnection")[0]).toMatchObject({
      VpnGatewayId: "vgw-1",
      CustomerGatewayId: "cgw-1",
      "Options.StaticRoutesOnly": "true",
      "Options.TunnelOptions.2.PreSharedKey": "do.not.tell",
    });
    const again = writing();
    await ec2.of("NetworkService").create!(request(wanted("VPN", policies)), again);
    expect(again.course).toEqual(["gateway", "peer", "create", ...ROUTED]);
  });

  it("that shows no key, and repeats none that EC2 refuses", async () => {
    const ec2 = await scripted({
      DescribeVpnConnections: connections("available"),
      DescribeVpnGateways: gateways(true),
      DescribeCustomerGateways: PEERS,
      CreateCustomerGateway: answered(
        "CreateCustomerGateway",
        "<customerGateway><customerGatewayId>cgw-1</customerGatewayId></customerGateway>",
      ),
      CreateVpnConnection: refused("InvalidParameterValue", "The key do.not.tell is weak"),
    });
    const service = ec2.of("NetworkService");
    const [native] = (await service.read(["vpn-1"], context())).values();
    expect({ ...(shown(service, native).policies as object) }).toEqual({
      "tunnel.1": "203.0.113.9",
      remotePrefixes: "192.168.0.0/16",
      routing: "static",
      localAutonomousSystem: "64512",
      remoteAutonomousSystem: "65000",
    });
    const create = service.create!(request(wanted("VPN", policies)), writing());
    await expect(create).rejects.toMatchObject({ kind: "invalid", message: expect.not.stringContaining("do.not.tell") });
  });

  it("that takes with it what was made for it", async () => {
    let [state, attached] = ["available", true];
    const ec2 = await scripted({
      DescribeVpnConnections: () => connections(state),
      DescribeVpnGateways: () => gateways(attached),
      DeleteVpnConnection: () => {
        state = "deleted";
        return empty("DeleteVpnConnection");
      },
      DeleteCustomerGateway: empty("DeleteCustomerGateway"),
      DetachVpnGateway: () => {
        attached = false;
        return empty("DetachVpnGateway");
      },
      DeleteVpnGateway: empty("DeleteVpnGateway"),
    });
    const course = writing();
    await ec2.of("NetworkService").delete!("vpn-1", course);
    expect(course.course).toEqual(["ends", "delete", "peer", "network", "detach", "gateway"]);
  });

  const detailed = (state: string): string =>
    connections(state).replace("<preSharedKey>", "<outsideIpAddress>198.51.100.1</outsideIpAddress><preSharedKey>");
  const CHANGING = {
    DescribeVpnConnections: detailed("available"),
    DescribeVpnGateways: gateways(true),
    DescribeCustomerGateways: PEERS,
    ...Object.fromEntries(
      ["CreateVpnConnectionRoute", "DeleteVpnConnectionRoute", "ModifyVpnTunnelOptions", "DeleteCustomerGateway"].map(
        (action) => [action, empty(action)],
      ),
    ),
  };
  const changed = async (wish: Record<string, string>, answers: Parameters<typeof scripted>[0] = {}) => {
    const ec2 = await scripted({ ...CHANGING, ...answers });
    const course = { ...writing(), clock: stillClock() };
    await ec2.of("NetworkService").update!("vpn-1", { policies: wish }, course);
    return { ec2, course };
  };

  it("whose routes are changed one by one, and taken back", async () => {
    const { ec2, course } = await changed({ "tunnel.1": "203.0.113.9", remotePrefixes: "192.168.1.0/24, 192.168.2.0/24" });
    expect(course.course).toEqual(["present", "route 192.168.1.0/24", "route 192.168.2.0/24", "drop 192.168.0.0/16"]);
    await course.undo();
    expect(ec2.forms("DeleteVpnConnectionRoute").map((form) => form.DestinationCidrBlock)).toEqual([
      "192.168.0.0/16",
      "192.168.2.0/24",
      "192.168.1.0/24",
    ]);
  });

  it("whose keys are changed where they differ, and stay where none is named", async () => {
    const same = { "tunnel.1": "203.0.113.9", remotePrefixes: "192.168.0.0/16" };
    const none = await changed(same);
    const right = await changed({ ...same, "preSharedKey.1": "do.not.tell" });
    const other = await changed({ ...same, "preSharedKey.1": "say.nothing" });
    expect([none.course.course, right.course.course, other.course.course]).toEqual([
      ["present"],
      ["present", "keys"],
      ["present", "keys", "key 198.51.100.1"],
    ]);
    expect(other.ec2.forms("ModifyVpnTunnelOptions")).toEqual([
      expect.objectContaining({ VpnTunnelOutsideIpAddress: "198.51.100.1", "TunnelOptions.PreSharedKey": "say.nothing" }),
    ]);
  });

  it("that gets another peer, and waits until it is led there; what was made for the old one goes", async () => {
    let looks = 0;
    const { ec2, course } = await changed(
      { "tunnel.1": "203.0.113.10", remotePrefixes: "192.168.0.0/16", remoteAutonomousSystem: "65001" },
      {
        DescribeVpnConnections: () => detailed(ec2Modified && looks++ < 2 ? "modifying" : "available"),
        CreateCustomerGateway: answered(
          "CreateCustomerGateway",
          "<customerGateway><customerGatewayId>cgw-2</customerGatewayId></customerGateway>",
        ),
        ModifyVpnConnection: () => {
          ec2Modified = true;
          return empty("ModifyVpnConnection");
        },
      },
    );
    expect(course.course).toEqual(["present", "peer", "modify", "old peer"]);
    expect(looks).toBeGreaterThan(2);
    expect(ec2.forms("CreateCustomerGateway")[0]).toMatchObject({ IpAddress: "203.0.113.10", BgpAsn: "65001" });
    expect(ec2.forms("ModifyVpnConnection")[0]).toMatchObject({ CustomerGatewayId: "cgw-2" });
    expect(ec2.forms("DeleteCustomerGateway")[0]).toMatchObject({ CustomerGatewayId: "cgw-1" });
  });
  let ec2Modified = false;

  it.each([
    [{ "tunnel.1": "203.0.113.9", routing: "bgp" }, /routing: EC2 keeps the routing of a connection; accepted: static/],
    [{ "tunnel.1": "203.0.113.9", localAutonomousSystem: "64999" }, /accepted: 64512/],
    [{ remotePrefixes: "192.168.0.0/16" }, /tunnel: is missing/],
  ])("that keeps the rest: %j is refused, and nothing is changed", async (wish, problem) => {
    const ec2 = await scripted(CHANGING);
    const update = async () => ec2.of("NetworkService").update!("vpn-1", { policies: wish as Record<string, string> }, writing());
    await expect(update).rejects.toThrow(problem);
    expect(ec2.calls.filter(({ action }) => !action.startsWith("Describe"))).toEqual([]);
  });

  it("is refused without a peer, before any call", async () => {
    const ec2 = await scripted({});
    const create = async () => ec2.of("NetworkService").create!(request(wanted("VPN", {})), writing());
    await expect(create).rejects.toThrow(/tunnel: is missing/);
    expect(ec2.calls).toEqual([]);
  });
});
