import { randomUUID } from "node:crypto";
import { type Adapter, type CreateRequest, nativeId, reference, systemClock } from "@cimi-gateway/adapter";
import type { Reference, ResourceName } from "@cimi-gateway/model";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { benchOf, idsIn, make, remove, show, typeIn } from "../../support/adapter-bench.js";
import { openCloud } from "./adapter-harness.js";
import { Cloud } from "./cloud.js";

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

/** A network with a segment, and two interfaces with an endpoint each. */
async function place() {
  const network = await made("Network", { name: "shop" });
  const parameters = { subnetAddress: "10.78.1.0", netmask: "255.255.255.0" };
  const segment = await made("ProtocolSegment", { network: reference("Network", network), protocol: "IPv4", parameters });
  const inSegment = { segment: reference("ProtocolSegment", segment) };
  const following = [{ type: "ProtocolEndpoint", template: inSegment }];
  const one = async () => {
    const held = await made("NetworkInterface", {}, { following });
    const on = { interface: reference("NetworkInterface", held) };
    return { held, endpoint: await made("ProtocolEndpoint", { ...inSegment, ...on }) };
  };
  return { network, segment, first: await one(), second: await one() };
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
    "are changed by requests that meet each other, as a load balancer under change is waited for",
    async () => {
      const { network, segment, first, second } = await place();
      const id = await balancer(network, { "listener.web": "tcp 443" });
      const { endpoint } = first;
      await Promise.all([
        member().insert!(id, endpoint, benchOf(adapter).context),
        service().update!(id, { description: "for all" }, benchOf(adapter).context),
      ]);
      expect(await read(id)).toMatchObject({
        description: "for all",
        endpoints: [reference("ProtocolEndpoint", endpoint)],
        policies: { "listener.web": "tcp 443" },
      });
      const ids = (await idsIn(adapter, "NetworkService")).filter((one) => one.endsWith(".balancer"));
      expect(ids).toEqual([id]);
      await discard(id);
      for (const { held } of [first, second]) await remove(adapter, "NetworkInterface", held);
      await remove(adapter, "ProtocolSegment", segment);
      await remove(adapter, "Network", network);
    },
    LIMIT,
  );
});
