import { type Adapter, nativeId, reference } from "@cimi-gateway/adapter";
import type { Reference, ResourceName } from "@cimi-gateway/model";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { benchOf, idsIn, make, reaches, remove, show, typeIn } from "../../support/adapter-bench.js";
import { openCloud } from "./adapter-harness.js";
import { Cloud } from "./cloud.js";
import { FACE, LiveGateway } from "./live-gateway.js";

/** Milliseconds: a call takes a second on a busy computer, and a server some more. */
const LIMIT = 180_000;

let adapter: Adapter;
beforeAll(async () => {
  adapter = await openCloud();
}, LIMIT);
afterAll(() => adapter?.close?.());

const made = async (type: ResourceName, template: object, more: object = {}): Promise<string> =>
  (await make(adapter, type, { template, ...more })).id;

/** A network with one segment in it. */
async function place(): Promise<{ network: string; segment: string }> {
  const network = await made("Network", {});
  const parameters = { subnetAddress: "10.77.1.0", netmask: "255.255.255.0" };
  const template = { network: reference("Network", network), protocol: "IPv4", parameters };
  return { network, segment: await made("ProtocolSegment", template) };
}

const inSegment = (segment: string, more: object = {}) => ({ segment: reference("ProtocolSegment", segment), ...more });
const on = (held: string) => ({ interface: reference("NetworkInterface", held) });

/** With its address, which the endpoint that is made with it claims. */
async function interfaceIn(segment: string, template: object = {}): Promise<{ held: string; endpoint: string }> {
  const following = [{ type: "ProtocolEndpoint", template: inSegment(segment) }];
  const held = await made("NetworkInterface", template, { following });
  return { held, endpoint: await made("ProtocolEndpoint", inSegment(segment, on(held))) };
}

async function external(): Promise<string> {
  for (const id of await idsIn(adapter, "Network")) if ((await show(adapter, "Network", id))?.external === true) return id;
  throw new Error("the stack has an external network");
}

const member = (attribute: "endpoints" | "segments") => typeIn(adapter, "NetworkService").collections![attribute]!;
const service = (network: string, type: string, policies: object) => ({ network: reference("Network", network), type, policies });
const idsOf = (held: unknown): readonly string[] => (held as readonly Reference[]).map((one) => nativeId(one));

const hardware = async () => ({
  machineConfig: reference("MachineConfiguration", (await idsIn(adapter, "MachineConfiguration"))[0]!),
  machineImage: reference("MachineImage", (await idsIn(adapter, "MachineImage"))[0]!),
});

/** How much of each the project has, as the native client says. */
async function counts(): Promise<readonly number[]> {
  const types = ["network", "subnet", "router", "port", "floating ip"];
  const lists = await Promise.all(types.map((type) => new Cloud().list("demo", type)));
  return lists.map(({ length }) => length);
}

async function removeAll(...things: readonly (readonly [ResourceName, string])[]): Promise<void> {
  for (const [type, id] of things) await remove(adapter, type, id);
}

describe("networks of OpenStack (5.16)", () => {
  it(
    "refuse to go while a segment is in them, and segments while an interface is: the users are named",
    async () => {
      const { network, segment } = await place();
      const { held } = await interfaceIn(segment);
      for (const [type, id, user] of [
        ["Network", network, segment],
        ["ProtocolSegment", segment, held],
      ] as const)
        await expect(remove(adapter, type, id)).rejects.toMatchObject({
          kind: "conflict",
          message: expect.stringContaining(user),
        });
      await removeAll(["NetworkInterface", held], ["ProtocolSegment", segment], ["Network", network]);
    },
    LIMIT,
  );

  it(
    "give an interface addresses of both versions, of which one goes to another interface",
    async () => {
      const { network, segment } = await place();
      const parameters = { subnetAddress: "fd00:77::", prefixLength: "64" };
      const second = await made("ProtocolSegment", { network: reference("Network", network), protocol: "IPv6", parameters });
      const [first, other] = [await interfaceIn(segment), await interfaceIn(segment)];
      const wished = await made("ProtocolEndpoint", inSegment(segment, { ...on(first.held), address: "10.77.1.77" }));
      const six = await made("ProtocolEndpoint", inSegment(second, on(first.held)));
      expect(await show(adapter, "ProtocolEndpoint", six)).toMatchObject({ protocol: "IPv6", ...on(first.held) });
      await typeIn(adapter, "ProtocolEndpoint").update!(wished, on(other.held), benchOf(adapter).context);
      expect(await show(adapter, "ProtocolEndpoint", wished)).toMatchObject({ address: "10.77.1.77", ...on(other.held) });
      await removeAll(["ProtocolEndpoint", wished], ["NetworkInterface", first.held], ["NetworkInterface", other.held]);
      await removeAll(["ProtocolSegment", second], ["ProtocolSegment", segment], ["Network", network]);
    },
    LIMIT,
  );

  it(
    "are led out by a router, by which an address outside stands for an interface; the router waits for it",
    async () => {
      const [{ network, segment }, outside] = [await place(), await external()];
      const { held } = await interfaceIn(segment);
      const policies = { "route.out": `0.0.0.0/0 via network:networks/${outside}` };
      const router = await made("NetworkService", service(network, "IP Routing", policies));
      await member("segments").insert!(router, segment, benchOf(adapter).context);
      expect(await show(adapter, "NetworkService", router)).toMatchObject({
        policies,
        segments: [reference("ProtocolSegment", segment)],
      });
      const floating = await made("ProtocolEndpoint", inSegment(`${outside}.ipv4`, on(held)));
      expect(await show(adapter, "ProtocolEndpoint", floating)).toMatchObject({ protocol: "IPv4", ...on(held) });
      await expect(remove(adapter, "NetworkService", router)).rejects.toMatchObject({ kind: "conflict" });
      expect(idsOf((await show(adapter, "NetworkService", router))?.segments)).toEqual([segment]);
      await typeIn(adapter, "ProtocolEndpoint").update!(floating, { interface: null }, benchOf(adapter).context);
      await removeAll(["ProtocolEndpoint", floating], ["NetworkService", router], ["NetworkInterface", held]);
      await removeAll(["ProtocolSegment", segment], ["Network", network]);
    },
    LIMIT,
  );

  it(
    "are led out by a gateway, which segments enter as they come; it waits for the address outside, and nothing is left",
    async () => {
      const before = await counts();
      const [{ network, segment }, outside] = [await place(), await external()];
      const gateway = await made("NetworkService", service(network, "Gateway", { kind: "internet" }));
      const parameters = { subnetAddress: "10.77.2.0", netmask: "255.255.255.0" };
      const later = await made("ProtocolSegment", { network: reference("Network", network), protocol: "IPv4", parameters });
      const shown = await show(adapter, "NetworkService", gateway);
      expect(shown).toMatchObject({ type: "Gateway", state: "STARTED", network: reference("Network", network) });
      expect(shown?.policies).toEqual({ kind: "internet", outside: `network:networks/${outside}` });
      expect([...idsOf(shown?.segments)].sort()).toEqual([segment, later].sort());
      const { held } = await interfaceIn(later);
      const floating = await made("ProtocolEndpoint", inSegment(`${outside}.ipv4`, on(held)));
      const waiting = { kind: "conflict", message: expect.stringContaining(floating) };
      await expect(remove(adapter, "NetworkService", gateway)).rejects.toMatchObject(waiting);
      const { insert, remove: leave } = member("segments");
      await expect(leave!(gateway, later, benchOf(adapter).context)).rejects.toMatchObject(waiting);
      await leave!(gateway, segment, benchOf(adapter).context);
      expect(idsOf((await show(adapter, "NetworkService", gateway))?.segments)).toEqual([later]);
      await insert!(gateway, segment, benchOf(adapter).context);
      await expect(made("NetworkService", service(network, "Gateway", {}))).rejects.toMatchObject({
        kind: "conflict",
        message: expect.stringContaining("already"),
      });
      await typeIn(adapter, "ProtocolEndpoint").update!(floating, { interface: null }, benchOf(adapter).context);
      await removeAll(["ProtocolEndpoint", floating], ["NetworkInterface", held]);
      await removeAll(
        ["ProtocolSegment", later],
        ["NetworkService", gateway],
        ["ProtocolSegment", segment],
        ["Network", network],
      );
      expect(await counts()).toEqual(before);
    },
    2 * LIMIT,
  );

  it(
    "have static routes from the request that makes their router and names its segments, or nothing of it",
    async () => {
      const { network, segment } = await place();
      const gateway = await LiveGateway.over(await openCloud());
      const routed = async (policies: object, more: object = {}) => {
        const networkServiceTemplate = { type: "IP Routing", policies, ...more };
        const body = { resourceURI: "http://schemas.dmtf.org/cimi/2/NetworkServiceCreate", networkServiceTemplate };
        const answer = await gateway.gateway.send("POST", `${FACE}networks/${network}/services`, { body });
        return { href: answer.headers.Location, job: await gateway.gateway.job(answer, LIMIT) };
      };
      const segments = [{ href: `${FACE}segments/${segment}` }];
      const policies = { "route.x": "192.0.2.0/24 via 10.77.1.9" };
      const routers = await idsIn(adapter, "NetworkService");
      for (const [{ job }, problem] of [
        [await routed(policies), "insert the segments"],
        [await routed({ "route.x": "192.0.2.0/24 via 10.9.9.9" }, { segments }), "not connected"],
      ] as const)
        expect(job).toMatchObject({ returnCode: 10400, statusMessage: expect.stringContaining(problem) });
      expect(await idsIn(adapter, "NetworkService")).toEqual(routers);
      const { href, job } = await routed(policies, { segments });
      expect(job).toMatchObject({ state: "SUCCESS" });
      const [router] = (await idsIn(adapter, "NetworkService")).filter((id) => !routers.includes(id));
      expect(await show(adapter, "NetworkService", router!)).toMatchObject({
        policies,
        segments: [reference("ProtocolSegment", segment)],
      });
      await gateway.remove(href!);
      await gateway.close();
      await removeAll(["ProtocolSegment", segment], ["Network", network]);
    },
    LIMIT,
  );

  it(
    "are filtered by firewalls, whose policies are read as they were written",
    async () => {
      const { network, segment } = await place();
      const { held, endpoint } = await interfaceIn(segment);
      const policies = { "rule.web": "allow in tcp 443, 8000-8080 from 10.0.0.0/8 note 'for all'", "default.out": "deny" };
      const firewall = await made("NetworkService", service(network, "Firewall", policies));
      expect((await show(adapter, "NetworkService", firewall))?.policies).toMatchObject(policies);
      await member("endpoints").insert!(firewall, endpoint, benchOf(adapter).context);
      const after = {
        "rule.us": `allow in tcp 22 from service:networkServices/${firewall}`,
        "rule.ping": "allow in icmp 8 from 10.0.0.0/8",
      };
      await typeIn(adapter, "NetworkService").update!(firewall, { policies: after }, benchOf(adapter).context);
      const shown = await show(adapter, "NetworkService", firewall);
      expect([idsOf(shown?.endpoints), shown?.policies]).toEqual([
        [endpoint],
        expect.objectContaining({ ...after, "default.out": "allow" }),
      ]);
      await expect(remove(adapter, "NetworkService", firewall)).rejects.toMatchObject({
        kind: "conflict",
        message: expect.stringContaining(held),
      });
      await member("endpoints").remove!(firewall, endpoint, benchOf(adapter).context);
      await removeAll(
        ["NetworkService", firewall],
        ["NetworkInterface", held],
        ["ProtocolSegment", segment],
        ["Network", network],
      );
    },
    LIMIT,
  );

  it(
    "connect machines: interfaces come and go while they run, and what was made for one goes with it",
    async () => {
      const { network, segment } = await place();
      const [own, stays, joins] = [await interfaceIn(segment), await interfaceIn(segment), await interfaceIn(segment)];
      const interfaces = [own, stays].map(({ held }) => reference("NetworkInterface", held));
      const template = { ...(await hardware()), interfaces };
      const machine = await made("Machine", template, { made: [reference("NetworkInterface", own.held)] });
      await reaches(adapter, "Machine", machine, "STARTED");
      const { insert, remove: leave } = typeIn(adapter, "Machine").collections!.interfaces!;
      await insert!(machine, joins.held, benchOf(adapter).context);
      const holder = async (id: string) => (await show(adapter, "NetworkInterface", id))?.machine;
      expect(await holder(joins.held)).toEqual(reference("Machine", machine));
      await leave!(machine, joins.held, benchOf(adapter).context);
      expect(await holder(joins.held)).toBeUndefined();
      await expect(remove(adapter, "NetworkInterface", stays.held)).rejects.toMatchObject({
        kind: "conflict",
        message: expect.stringContaining(machine),
      });
      await remove(adapter, "Machine", machine);
      expect([await show(adapter, "NetworkInterface", own.held), await holder(stays.held)]).toEqual([undefined, undefined]);
      await removeAll(["NetworkInterface", stays.held], ["NetworkInterface", joins.held]);
      await removeAll(["ProtocolSegment", segment], ["Network", network]);
    },
    LIMIT,
  );

  it(
    "of one scope are not there for another; those that lead out are there for all (Contract, Safety per cloud)",
    async () => {
      const [blue, red] = await Promise.all(["blue", "red"].map((team) => openCloud({ "scope.tags": { team } })));
      const { id } = await make(blue!, "Network", { template: {} });
      const outside = await external();
      expect([await idsIn(blue!, "Network"), await idsIn(red!, "Network")]).toEqual([
        expect.arrayContaining([id, outside]),
        [outside],
      ]);
      const machine = await make(blue!, "Machine", { template: await hardware() });
      await reaches(blue!, "Machine", machine.id, "STARTED");
      const [held] = await idsIn(blue!, "NetworkInterface");
      expect((await show(blue!, "NetworkInterface", held!))?.machine).toEqual(reference("Machine", machine.id));
      expect(await idsIn(red!, "NetworkInterface")).toEqual([]);
      await remove(blue!, "Machine", machine.id);
      await remove(blue!, "Network", id);
      await Promise.all([blue, red].map((one) => one!.close?.()));
    },
    LIMIT,
  );
});
