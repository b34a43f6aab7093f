import { randomUUID } from "node:crypto";
import { type Adapter, type CreateRequest, nativeId, reference, systemClock } from "@cimi-gateway/adapter";
import type { Reference, ResourceName } from "@cimi-gateway/model";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { benchOf, idsIn, make, remove, show, typeIn } from "../../support/adapter-bench.js";
import { openCloud } from "./adapter-harness.js";
import { Cloud } from "./cloud.js";
import { FACE, LiveGateway } from "./live-gateway.js";
import { Relay } from "./relay.js";

/** Milliseconds: each change of a load balancer takes Octavia seconds, on a busy computer a few more. */
const LIMIT = 240_000;
const PATIENCE = 120_000;

const cloud = new Cloud();
let adapter: Adapter;
beforeAll(async () => {
  adapter = await openCloud();
}, LIMIT);
afterAll(() => adapter?.close?.());

const made = async (type: ResourceName, template: object, more: object = {}): Promise<string> =>
  (await make(adapter, type, { template, ...more })).id;

/** An interface with the endpoint that is made with it. */
async function interfaceIn(segment: string) {
  const inSegment = { segment: reference("ProtocolSegment", segment) };
  const held = await made("NetworkInterface", {}, { following: [{ type: "ProtocolEndpoint", template: inSegment }] });
  const on = { interface: reference("NetworkInterface", held) };
  return { held, endpoint: await made("ProtocolEndpoint", { ...inSegment, ...on }) };
}

/** A network with a segment, and two interfaces with an endpoint each. */
async function place() {
  const network = await made("Network", { name: "shop" });
  const parameters = { subnetAddress: "10.78.1.0", netmask: "255.255.255.0" };
  const segment = await made("ProtocolSegment", { network: reference("Network", network), protocol: "IPv4", parameters });
  return { network, segment, first: await interfaceIn(segment), second: await interfaceIn(segment) };
}

async function showAll(type: ResourceName) {
  const ids = await idsIn(adapter, type);
  return Promise.all(
    ids.map(async (id) => ({ id, ...(await show(adapter, type, id)) }) as Record<string, unknown> & { id: string }),
  );
}

/** The network that the stack has, with its segment, from which a router leads to the external network. */
async function present() {
  const networks = await showAll("Network");
  const network = networks.find(({ name }) => name === "private")!.id;
  const isInside = (held: Readonly<Record<string, unknown>>) =>
    (held.network as Reference).href === reference("Network", network).href;
  const segment = (await showAll("ProtocolSegment")).find(isInside)!.id;
  return { network, segment, outside: networks.find(({ external }) => external === true)!.id };
}

const service = () => typeIn(adapter, "NetworkService");
const read = (id: string) => show(adapter, "NetworkService", id);
const idsOf = (held: unknown): readonly string[] => (held as readonly Reference[]).map((one) => nativeId(one)).toSorted();
const member = () => service().collections!.endpoints!;

/** The bench waits for less than a load balancer takes. */
async function reaches(id: string, state: string | undefined): Promise<void> {
  const end = Date.now() + PATIENCE;
  while ((await read(id))?.state !== state) {
    if (Date.now() > end) throw new Error(`waited in vain for ${id} to be ${state ?? "gone"}`);
    await systemClock.sleep(500);
  }
}

async function balancer(network: string, policies: object, more: object = {}): Promise<string> {
  const template = { network: reference("Network", network), type: "Load Balancer", policies };
  const marker = randomUUID();
  const { context } = benchOf(adapter, marker);
  const request = { id: marker, template, ...more } as CreateRequest<"NetworkService">;
  const { id } = await service().create!(request, { ...context, reach: (_type, native) => reaches(native, "STARTED") });
  return id;
}

async function discard(id: string): Promise<void> {
  await service().delete!(id, benchOf(adapter).context);
  await reaches(id, undefined);
}

const idsOfBalancers = async (): Promise<readonly string[]> =>
  (await idsIn(adapter, "NetworkService")).filter((id) => id.endsWith(".balancer"));

/** The interfaces that Octavia has for a load balancer. */
async function ownedBy(id: string): Promise<readonly string[]> {
  const name = `octavia-lb-${id.replace(/\..*/, "")}`;
  return (await showAll("NetworkInterface")).filter((held) => held.name === name).map((held) => held.id);
}

/** How many of them the native client sees. */
const count = async (type: string): Promise<number> => (await cloud.list("demo", type)).length;

describe("load balancers of OpenStack (5.16.17, Table 44)", () => {
  it(
    "are made with their endpoints, listeners and health checks, changed, and take all of it with them",
    async () => {
      const { network, segment, first, second } = await place();
      const joining = [first, second].map(({ endpoint: item }) => ({ attribute: "endpoints", item }));
      const policies = { "listener.web": "tcp 443", "health.web": "tcp" };
      const id = await balancer(network, policies, { joining, name: "front", properties: { team: "blue" } });
      const native = nativeId(reference("NetworkService", id)).replace(/\..*/, "");
      const { vip_address, provisioning_status } = await cloud.show("demo", ["loadbalancer", "show", native]);
      expect(provisioning_status).toBe("ACTIVE");
      const shown = await read(id);
      expect(shown).toMatchObject({
        name: "front",
        properties: { team: "blue" },
        state: "STARTED",
        network: reference("Network", network),
        segments: [reference("ProtocolSegment", segment)],
        policies: { "listener.web": "tcp 443", "health.web": "tcp every 10s timeout 5s healthy 2 unhealthy 3" },
      });
      expect(idsOf(shown?.endpoints)).toEqual([first.endpoint, second.endpoint].toSorted());
      const found = (await service().read([id], benchOf(adapter).context)).get(id);
      expect(service().extensions?.attributes?.address?.read(found)).toBe(vip_address);

      const after = {
        "listener.web": "tcp 443 to 8443 algorithm least-connections persistence source-address",
        "listener.other": "http 80 pool other persistence cookie",
        "member.one": `interface:interfaces/${first.held} port 8080 weight 5 pool other`,
        "member.two": "10.78.1.200 pool other backup",
        "health.other":
          "http path /up host shop.example.com expect 200, 204 every 7s timeout 3s healthy 1 unhealthy 4 pool other",
      };
      await service().update!(id, { policies: after, name: "shop" }, benchOf(adapter).context);
      expect(await read(id)).toMatchObject({ name: "shop", policies: after, state: "STARTED" });
      expect(idsOf((await read(id))?.endpoints)).toEqual([first.endpoint, second.endpoint].toSorted());

      await member().remove!(id, second.endpoint, benchOf(adapter).context);
      expect(idsOf((await read(id))?.endpoints)).toEqual([first.endpoint]);
      await member().insert!(id, second.endpoint, benchOf(adapter).context);
      expect(idsOf((await read(id))?.endpoints)).toEqual([first.endpoint, second.endpoint].toSorted());

      await expect(remove(adapter, "ProtocolSegment", segment)).rejects.toMatchObject({
        kind: "conflict",
        message: expect.stringContaining(native),
      });
      await discard(id);
      expect(await Promise.all([count("loadbalancer"), count("loadbalancer pool")])).toEqual([0, 0]);
      await remove(adapter, "NetworkInterface", first.held);
      await remove(adapter, "NetworkInterface", second.held);
      await remove(adapter, "ProtocolSegment", segment);
      await remove(adapter, "Network", network);
    },
    LIMIT,
  );

  it(
    "are changed by requests that meet each other, and by their interface an address outside stands for them",
    async () => {
      const { network, segment, outside } = await present();
      const { held, endpoint } = await interfaceIn(segment);
      const id = await balancer(network, { "listener.web": "tcp 443" });
      await Promise.all([
        member().insert!(id, endpoint, benchOf(adapter).context),
        service().update!(id, { description: "for all" }, benchOf(adapter).context),
      ]);
      expect(await read(id)).toMatchObject({
        description: "for all",
        endpoints: [reference("ProtocolEndpoint", endpoint)],
        policies: { "listener.web": "tcp 443" },
      });
      const [vip] = await ownedBy(id);
      const on = { interface: reference("NetworkInterface", vip!) };
      const floating = await made("ProtocolEndpoint", { segment: reference("ProtocolSegment", `${outside}.ipv4`), ...on });
      expect(await show(adapter, "ProtocolEndpoint", floating)).toMatchObject(on);
      await discard(id);
      await remove(adapter, "ProtocolEndpoint", floating);
      await remove(adapter, "NetworkInterface", held);
    },
    LIMIT,
  );

  it(
    "are made once by a Job whose call was carried out and not answered",
    async () => {
      const { network, segment } = await present();
      const { held, endpoint } = await interfaceIn(segment);
      const relay = await Relay.open(cloud);
      const gateway = await LiveGateway.open(relay);
      relay.once("POST loadBalancer /lbaas/loadbalancers", async (forward) => {
        await forward();
        throw new Error("the answer is lost");
      });
      const networkServiceTemplate = {
        type: "Load Balancer",
        endpoints: [{ href: `${FACE}endpoints/${endpoint}` }],
        policies: { "listener.web": "http 80", "health.web": "http path /up" },
      };
      const body = { resourceURI: "http://schemas.dmtf.org/cimi/2/NetworkServiceCreate", networkServiceTemplate };
      const answer = await gateway.gateway.send("POST", `${FACE}networks/${network}/services`, { body });
      expect(await gateway.end(answer)).toMatchObject({ state: "SUCCESS" });
      expect(await idsOfBalancers()).toHaveLength(1);
      expect(relay.counts()["POST loadBalancer /lbaas/loadbalancers"]).toBe(1);
      expect(await gateway.gateway.get(answer.headers.Location!)).toMatchObject({
        state: "STARTED",
        policies: { "listener.web": "http 80", "health.web": expect.stringMatching(/^http path \/up expect 200 /) },
      });
      expect(await gateway.gateway.get(`${answer.headers.Location}/endpoints`)).toMatchObject({ count: 1 });
      await gateway.remove(answer.headers.Location!);
      expect(await idsOfBalancers()).toEqual([]);
      await remove(adapter, "NetworkInterface", held);
      await gateway.close();
      await relay.close();
    },
    LIMIT,
  );
});
