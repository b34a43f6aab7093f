import { randomUUID } from "node:crypto";
import { DescribeCustomerGatewaysCommand } from "@aws-sdk/client-ec2";
import {
  type Adapter,
  type Call,
  type CreateRequest,
  type Json,
  ProviderFault,
  reference,
  type WriteContext,
} from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { benchOf, idsIn, make, openAt, reaches, remove, show, typeIn, until } from "./adapter-harness.js";
import { type LiveEc2, startEc2 } from "./proxy/index.js";
import { clientOf } from "./proxy/testing.js";

const START_LIMIT = 90_000;
const LONG = 60_000;

let ec2: LiveEc2;
let adapter: Adapter;
beforeAll(async () => {
  ec2 = await startEc2({ durations: 50 });
  adapter = await openAt(ec2.endpoint);
}, START_LIMIT);
afterAll(() => ec2.stop());

const made = async (type: Parameters<typeof make>[1], template: object, state: string, more: object = {}): Promise<string> => {
  const { id } = await make(adapter, type, { template, ...more });
  await reaches(adapter, type, id, state);
  return id;
};

/** A network with one segment in it. */
async function place(): Promise<{ network: string; segment: string }> {
  const network = await made("Network", {}, "STARTED");
  const parameters = { subnetAddress: "10.77.1.0", netmask: "255.255.255.0" };
  const template = { network: reference("Network", network), protocol: "IPv4", parameters };
  return { network, segment: await made("ProtocolSegment", template, "STARTED") };
}

const inSegment = (segment: string, more: object = {}) => ({ segment: reference("ProtocolSegment", segment), ...more });

async function interfaceIn(segment: string): Promise<string> {
  const following = [{ type: "ProtocolEndpoint", template: inSegment(segment) }];
  return made("NetworkInterface", {}, "ENABLED", { following });
}

const service = (network: string, type: string, policies: object) => ({ network: reference("Network", network), type, policies });

describe("networks of EC2 (5.16)", () => {
  it(
    "get an IPv6 block with their first segment of it",
    async () => {
      const network = await made("Network", {}, "STARTED");
      const template = { network: reference("Network", network), protocol: "IPv6" };
      const [first, second] = [
        await made("ProtocolSegment", template, "STARTED"),
        await made("ProtocolSegment", template, "STARTED"),
      ];
      const addresses = await Promise.all(
        [first, second].map(async (id) => (await show(adapter, "ProtocolSegment", id))!.parameters),
      );
      expect(addresses).toEqual([
        { subnetAddress: expect.stringMatching(/00::$/), prefixLength: "64" },
        { subnetAddress: expect.stringMatching(/01::$/), prefixLength: "64" },
      ]);
      for (const id of [first, second]) await remove(adapter, "ProtocolSegment", id);
      await remove(adapter, "Network", network);
    },
    LONG,
  );

  it(
    "refuse to go while a segment is in them, and segments while an interface is: the users are named",
    async () => {
      const { network, segment } = await place();
      const held = await interfaceIn(segment);
      await expect(remove(adapter, "ProtocolSegment", segment)).rejects.toMatchObject({
        kind: "conflict",
        message: expect.stringContaining(held),
      });
      await remove(adapter, "NetworkInterface", held);
      await expect(remove(adapter, "Network", network)).rejects.toMatchObject({
        kind: "conflict",
        message: expect.stringContaining(segment),
      });
      await remove(adapter, "ProtocolSegment", segment);
      await remove(adapter, "Network", network);
    },
    LONG,
  );
});

/** The customer gateways that EC2 has. */
async function peersOf(endpoint: string): Promise<readonly string[]> {
  const client = clientOf(endpoint);
  const { CustomerGateways = [] } = await client.send(new DescribeCustomerGatewaysCommand({}));
  client.destroy();
  return CustomerGateways.flatMap(({ State, CustomerGatewayId }) => (State === "deleted" ? [] : (CustomerGatewayId ?? [])));
}

/** Clients that come from inside, so that it takes no gateway. */
const BALANCED = { scope: "internal", "listener.web": "tcp 443", "member.one": "10.77.1.9 port 8443" };

/** A write whose answers may be lost: what can be found is looked for, all else is sent again with its token (RELIABILITY.md, fault 3). */
function resuming(): WriteContext {
  const { context } = benchOf(adapter);
  const step = async (_name: string, call: Call<Json | undefined>): Promise<Json | undefined> => {
    const once = { token: randomUUID(), marker: randomUUID() };
    return call.send(once).catch(async (error: unknown) => {
      if (!(error instanceof ProviderFault) || error.kind !== "unanswered") throw error;
      return call.find ? call.find(once) : call.send(once);
    });
  };
  return { ...context, step: step as WriteContext["step"] };
}

describe("a call whose answer is lost makes one thing, which is found", () => {
  type Making = readonly [ResourceName, string, (where: { network: string; segment: string }) => object];
  const inNetwork =
    (type: string, policies: object = {}) =>
    ({ network }: { network: string }) =>
      service(network, type, policies);
  const makings: readonly Making[] = [
    ["Network", "CreateVpc", () => ({})],
    [
      "ProtocolSegment",
      "CreateSubnet",
      ({ network }) => ({
        network: reference("Network", network),
        protocol: "IPv4",
        parameters: { subnetAddress: "10.77.2.0", netmask: "255.255.255.0" },
      }),
    ],
    [
      "ProtocolSegment",
      "AssociateVpcCidrBlock",
      ({ network }) => ({
        network: reference("Network", network),
        protocol: "IPv4",
        parameters: { subnetAddress: "10.78.2.0", netmask: "255.255.255.0" },
      }),
    ],
    ["ProtocolEndpoint", "AllocateAddress", () => inSegment("internet.ipv4")],
    ["NetworkService", "CreateSecurityGroup", inNetwork("Firewall")],
    ["NetworkService", "AuthorizeSecurityGroupIngress", inNetwork("Firewall", { "rule.a": "allow in tcp 1 from 10.0.0.0/8" })],
    ["NetworkService", "CreateRouteTable", inNetwork("IP Routing")],
    ["NetworkService", "CreateInternetGateway", inNetwork("Gateway")],
    ["NetworkService", "AttachInternetGateway", inNetwork("Gateway")],
    ["NetworkService", "CreateDhcpOptions", inNetwork("DHCP")],
    ["NetworkService", "CreateLoadBalancer", inNetwork("Load Balancer", BALANCED)],
    ["NetworkService", "CreateTargetGroup", inNetwork("Load Balancer", BALANCED)],
    ["NetworkService", "RegisterTargets", inNetwork("Load Balancer", BALANCED)],
    ["NetworkService", "CreateListener", inNetwork("Load Balancer", BALANCED)],
    ["NetworkService", "CreateNatGateway", ({ network, segment }) => service(network, "NAT", { place: `segments/${segment}` })],
  ];

  it.each(makings)(
    "%s by %s",
    async (type, action, template) => {
      const where = await place();
      const before = await idsIn(adapter, type);
      await ec2.control.inject({ kind: "loseAnswer", action });
      const request = { id: randomUUID(), template: template(where) } as CreateRequest<ResourceName>;
      const { id } = await typeIn(adapter, type).create!(request, resuming());
      await until(async () => (await show(adapter, type, id)) !== undefined, `${type} ${id}`);
      expect((await idsIn(adapter, type)).filter((one) => !before.includes(one))).toEqual([id]);
    },
    LONG,
  );
});

describe("services of EC2's networks (5.16.17)", () => {
  it(
    "route through a gateway and a NAT, which have what they need and take it with them",
    async () => {
      const { network, segment } = await place();
      const gateway = await made("NetworkService", service(network, "Gateway", { kind: "internet" }), "STARTED");
      const nat = await made("NetworkService", service(network, "NAT", { place: `segments/${segment}` }), "STARTED");
      const policies = { "route.out": `0.0.0.0/0 via service:networkServices/${gateway}` };
      const routing = await made("NetworkService", service(network, "IP Routing", policies), "STARTED");
      const { insert } = typeIn(adapter, "NetworkService").collections!.segments!;
      await insert!(routing, segment, benchOf(adapter).context);
      expect(await show(adapter, "NetworkService", routing)).toMatchObject({
        policies: expect.objectContaining(policies),
        segments: expect.arrayContaining([reference("ProtocolSegment", segment)]),
      });
      const changes = { policies: { "route.out": `0.0.0.0/0 via service:networkServices/${nat}` } };
      await typeIn(adapter, "NetworkService").update!(routing, changes, benchOf(adapter).context);
      expect(await show(adapter, "NetworkService", routing)).toMatchObject({
        policies: expect.objectContaining(changes.policies),
      });
      await remove(adapter, "NetworkService", routing);
      const address = (await show(adapter, "NetworkService", nat))!.policies as { external: string };
      await remove(adapter, "NetworkService", nat);
      expect(await idsIn(adapter, "ProtocolEndpoint")).not.toContain(address.external.replace(/^.*\//, ""));
      await remove(adapter, "NetworkService", gateway);
      await remove(adapter, "ProtocolSegment", segment);
      await remove(adapter, "Network", network);
    },
    LONG,
  );

  it(
    "share clients among members and endpoints, and take the target groups with them",
    async () => {
      const { network, segment } = await place();
      const balancer = await made("NetworkService", service(network, "Load Balancer", BALANCED), "STARTED", { name: "front, 1" });
      const held = await interfaceIn(segment);
      const endpoint = (await idsIn(adapter, "ProtocolEndpoint", held)).find((id) => id.startsWith(`${segment}.`))!;
      const { insert, remove: leave } = typeIn(adapter, "NetworkService").collections!.endpoints!;
      await insert!(balancer, endpoint, benchOf(adapter).context);
      const endpoints = [reference("ProtocolEndpoint", endpoint)];
      const shown = { name: expect.stringMatching(/^cimi-/), network: reference("Network", network), endpoints };
      expect(await show(adapter, "NetworkService", balancer)).toMatchObject({
        ...shown,
        segments: [reference("ProtocolSegment", segment)],
        policies: { ...BALANCED, "health.members": expect.stringMatching(/^tcp /) },
      });
      await expect(remove(adapter, "ProtocolSegment", segment)).rejects.toMatchObject({ kind: "conflict" });

      const policies = {
        "listener.web": "tcp 8443 to 443 persistence source-address",
        "listener.other": "tcp 80 to 443",
        "member.two": `interface:interfaces/${held} pool x`,
        "listener.x": "tcp 81 pool x",
        "health.web": "http path /health expect 200, 204",
      };
      await typeIn(adapter, "NetworkService").update!(balancer, { policies }, benchOf(adapter).context);
      expect(await show(adapter, "NetworkService", balancer)).toMatchObject({
        ...shown,
        policies: { ...policies, "health.web": expect.stringMatching(/^http path \/health expect 200, 204 every/) },
      });
      await leave!(balancer, endpoint, benchOf(adapter).context);
      expect(await show(adapter, "NetworkService", balancer)).toMatchObject({ endpoints: [] });
      const { acted: before } = await ec2.control.status();
      await remove(adapter, "NetworkService", balancer);
      const { acted } = await ec2.control.status();
      expect(acted.DeleteTargetGroup! - (before.DeleteTargetGroup ?? 0)).toBe(3);
      await remove(adapter, "NetworkInterface", held);
      await remove(adapter, "ProtocolSegment", segment);
      await remove(adapter, "Network", network);
    },
    LONG,
  );

  it(
    "tell endpoints DHCP options, and leave the network none when they go",
    async () => {
      const { network } = await place();
      const dhcp = await made("NetworkService", service(network, "DHCP", { domain: "example.internal" }), "STARTED");
      expect(await show(adapter, "NetworkService", dhcp)).toMatchObject({
        network: reference("Network", network),
        policies: { domain: "example.internal", dnsServers: "provided" },
      });
      await remove(adapter, "NetworkService", dhcp);
    },
    LONG,
  );

  it(
    "connect networks elsewhere, with a gateway and a peer that go with the connection, and are changed",
    async () => {
      const { network, segment } = await place();
      const peers = async (): Promise<number> => (await peersOf(ec2.endpoint)).length;
      const before = await peers();
      const policies = { "tunnel.1": "203.0.113.9", remoteAutonomousSystem: "65001", remotePrefixes: "192.168.0.0/16" };
      const vpn = await made("NetworkService", service(network, "VPN", policies), "STARTED");
      expect(await show(adapter, "NetworkService", vpn)).toMatchObject({ network: reference("Network", network), policies });
      const changes = { "tunnel.1": "203.0.113.10", "preSharedKey.1": "say.nothing", remotePrefixes: "192.168.1.0/24" };
      await typeIn(adapter, "NetworkService").update!(vpn, { policies: changes }, benchOf(adapter).context);
      const { "preSharedKey.1": _, ...shown } = changes;
      expect(await show(adapter, "NetworkService", vpn)).toMatchObject({ policies: { ...shown, routing: "static" } });
      expect(await peers()).toBe(before + 1);
      await remove(adapter, "NetworkService", vpn);
      expect(await peers()).toBe(before);
      await remove(adapter, "ProtocolSegment", segment);
      await remove(adapter, "Network", network);
    },
    LONG,
  );
});

describe("addresses of EC2's interfaces (5.16.9)", () => {
  it(
    "move within their segment and keep their ids; the first one stays",
    async () => {
      const { segment } = await place();
      const [from, to] = [await interfaceIn(segment), await interfaceIn(segment)];
      const own = { interface: reference("NetworkInterface", from) };
      const first = await made("ProtocolEndpoint", inSegment(segment, own), "ENABLED");
      const second = await made("ProtocolEndpoint", inSegment(segment, own), "ENABLED");
      const changes = { interface: reference("NetworkInterface", to) };
      const { update } = typeIn(adapter, "ProtocolEndpoint");
      await update!(second, changes, benchOf(adapter).context);
      expect(await show(adapter, "ProtocolEndpoint", second)).toMatchObject(changes);
      await expect(update!(first, changes, benchOf(adapter).context)).rejects.toMatchObject({ kind: "conflict" });
      await remove(adapter, "ProtocolEndpoint", second);
    },
    LONG,
  );
});
