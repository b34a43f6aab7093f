import {
  type CreateRequest,
  gather,
  type ImmediateContext,
  immediateContext,
  type Membership,
  nativeId,
  reference,
} from "@cimi-gateway/adapter";
import type { Reference, Resource, ResourceName, TemplateOf } from "@cimi-gateway/model";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { type SandboxAdapter, sandboxAdapter } from "./adapter.js";
import { DELAY, type Scene, scene } from "./testing.js";

let made: Scene;
let adapter: SandboxAdapter;
let count: number;

beforeEach(async () => {
  made = await scene();
  adapter = sandboxAdapter(made.world);
  count = 0;
});

const context = (): ImmediateContext =>
  immediateContext({ clock: made.clock, adapter, id: `cimi-${++count}`, operation: `operation-${count}` });

async function create<N extends ResourceName>(type: N, template: Resource<TemplateOf<N>>, more: object = {}): Promise<string> {
  const request: CreateRequest<N> = { id: "cimi-0", ...more, template };
  const { id } = await adapter.resources[type]!.create!(request, context());
  made.clock.advance(DELAY);
  return id;
}

async function shown<N extends ResourceName>(type: N, id: string): Promise<Resource<N> | undefined> {
  const native = (await adapter.resources[type]!.read([id], context())).get(id);
  if (native === undefined) return undefined;
  const readers = Object.entries(adapter.resources[type]!.attributes) as [string, (native: unknown) => unknown][];
  return Object.fromEntries(readers.map(([name, read]) => [name, read(native)])) as Resource<N>;
}

async function change<N extends ResourceName>(type: N, id: string, changes: object): Promise<void> {
  await adapter.resources[type]!.update!(id, changes as never, context());
  made.clock.advance(DELAY);
}

const SEGMENT = { protocol: "IPv4", parameters: { netmask: "255.255.255.0", subnetAddress: "10.1.0.0" } } as const;

async function place(): Promise<{ network: string; segment: string }> {
  const network = await create("Network", {});
  return { network, segment: await create("ProtocolSegment", { network: reference("Network", network), ...SEGMENT }) };
}

describe("a Network", () => {
  it("shows the attributes of Table 30, and to what it is subordinate", async () => {
    const outer = await create("Network", {});
    const id = await create("Network", { supernetwork: reference("Network", outer), initialState: "STOPPED" }, { name: "n" });
    expect(await shown("Network", id)).toMatchObject({
      name: "n",
      state: "STOPPED",
      external: false,
      supernetwork: reference("Network", outer),
    });
  });

  // [5.16.1.2-2..3] [5.16.1.2-6..7]
  it("is STOPPING, then STOPPED, and the other way STARTING, then STARTED (5.16.1.2)", async () => {
    const id = await create("Network", { initialState: "STARTED" });
    const { start, stop } = adapter.resources.Network!.operations!;
    const seen: (string | undefined)[] = [];
    for (const { run } of [stop!, start!]) {
      await run(id, {}, context());
      seen.push((await shown("Network", id))?.state);
      made.clock.advance(DELAY);
      seen.push((await shown("Network", id))?.state);
    }
    expect(seen).toEqual(["STOPPING", "STOPPED", "STARTING", "STARTED"]);
  });

  it("of the cloud's own is neither changed nor deleted (5.16.1)", async () => {
    const { editable, deletable, operations, read } = adapter.resources.Network!;
    const [external, own] = ["external", await create("Network", {})];
    const natives = await read([external, own], context());
    for (const [id, allowed] of [
      [external, false],
      [own, true],
    ] as const) {
      const native = natives.get(id);
      const offers = [editable!(native), deletable!(native), operations!.stop!.available!(native)];
      expect([id, offers]).toEqual([id, [allowed, allowed, allowed]]);
    }
  });
});

describe("the parameters of a segment", () => {
  it.each([
    ["IPv4", { netmask: "255.255.254.0", subnetAddress: "10.1.2.0" }],
    ["IPv6", { prefixLength: "64", subnetAddress: "2001:db8::" }],
    ["Ethernet", { speed: "1000000000", mtu: "9000" }],
    ["IPv4", { netmask: "255.255.255.0", subnetAddress: "10.1.2.0", "maker.key": "kept" }],
  ] as const)("of %s are shown as they were given: %j (Tables 33 to 35)", async (protocol, parameters) => {
    const network = reference("Network", await create("Network", {}));
    const id = await create("ProtocolSegment", { network, protocol, parameters });
    expect(await shown("ProtocolSegment", id)).toMatchObject({ protocol, parameters, network, noDefaultRouting: false });
  });

  it("of Ethernet are chosen by the cloud where nobody did", async () => {
    const network = reference("Network", await create("Network", {}));
    const id = await create("ProtocolSegment", { network, protocol: "Ethernet" });
    expect((await shown("ProtocolSegment", id))?.parameters).toEqual({ speed: "10000000000", mtu: "1500" });
  });

  it.each([
    ["IPv4", {}, "netmask"],
    ["IPv4", { netmask: "255.255.255.0" }, "subnetAddress"],
    ["IPv4", { netmask: "255.0.255.0", subnetAddress: "10.0.0.0" }, "netmask"],
    ["IPv6", { subnetAddress: "2001:db8::" }, "prefixLength"],
    ["Ethernet", { mtu: "huge" }, "mtu"],
  ] as const)("of %s are refused as %j: %s", async (protocol, parameters, key) => {
    const network = reference("Network", await create("Network", {}));
    await expect(create("ProtocolSegment", { network, protocol, parameters })).rejects.toMatchObject({
      path: ["parameters", key],
    });
  });

  it("are replaced by an update; null as noDefaultRouting is false", async () => {
    const { segment } = await place();
    await change("ProtocolSegment", segment, {
      noDefaultRouting: true,
      parameters: { ...SEGMENT.parameters, netmask: "255.255.0.0" },
    });
    expect((await shown("ProtocolSegment", segment))?.parameters?.netmask).toBe("255.255.0.0");
    await change("ProtocolSegment", segment, { noDefaultRouting: null });
    expect((await shown("ProtocolSegment", segment))?.noDefaultRouting).toBe(false);
  });
});

describe("an endpoint", () => {
  it("shows the attributes of Table 37", async () => {
    const { segment } = await place();
    const parameters = { hostname: "www.example.com" };
    const id = await create("ProtocolEndpoint", { segment: reference("ProtocolSegment", segment), parameters });
    expect(await shown("ProtocolEndpoint", id)).toMatchObject({
      state: "ENABLED",
      protocol: "IPv4",
      address: "10.1.0.2",
      origin: "DYNAMIC",
      parameters,
      segment: reference("ProtocolSegment", segment),
    });
  });

  // [5.16.9.1-1]
  it("of IPv6 tells the type of its address, and is refused with another (Table 38)", async () => {
    const segment = reference("ProtocolSegment", "external-ipv6");
    const id = await create("ProtocolEndpoint", { segment, parameters: { prefixLength: "64" } });
    expect((await shown("ProtocolEndpoint", id))?.parameters).toEqual({ addressType: "Global Unicast", prefixLength: "64" });
    await expect(create("ProtocolEndpoint", { segment, parameters: { addressType: "Loopback" } })).rejects.toMatchObject({
      path: ["parameters", "addressType"],
    });
    await expect(create("ProtocolEndpoint", { segment, parameters: { prefixLength: "48" } })).rejects.toMatchObject({
      path: ["parameters", "prefixLength"],
    });
  });

  it("of Ethernet has aliases and groupAddresses (Table 40)", async () => {
    const parameters = { aliases: "02:00:5e:10:00:02, 02:00:5e:10:00:03", groupAddresses: "01:00:5e:00:00:01" };
    const id = await create("ProtocolEndpoint", { protocol: "Ethernet", parameters });
    expect((await shown("ProtocolEndpoint", id))?.parameters).toEqual(parameters);
    await expect(create("ProtocolEndpoint", { protocol: "Ethernet", parameters: { aliases: "none" } })).rejects.toMatchObject({
      path: ["parameters", "aliases"],
    });
  });

  // [5.16.9-1]
  it("is refused in a segment of another protocol, and the template need not name one (Table 37)", async () => {
    const segment = reference("ProtocolSegment", (await place()).segment);
    await expect(create("ProtocolEndpoint", { segment, protocol: "IPv6" })).rejects.toThrow("accepted: IPv4");
    const id = await create("ProtocolEndpoint", { segment });
    expect((await shown("ProtocolEndpoint", id))?.protocol).toBe("IPv4");
  });

  // [5.16.11-1..3]
  it.each([
    [{ origin: "STATIC" }, "address"],
    [{ origin: "DYNAMIC", address: "10.1.0.9" }, "address"],
    [{ origin: "DYNAMIC", parameters: { prefixLength: "24" } }, "parameters"],
  ] as const)("is refused as %j (Table 41)", async (template, key) => {
    const segment = reference("ProtocolSegment", (await place()).segment);
    await expect(create("ProtocolEndpoint", { segment, ...template })).rejects.toMatchObject({
      path: expect.arrayContaining([key]),
    });
  });

  it("goes to another interface by an update, and null takes it from all", async () => {
    const id = await create("ProtocolEndpoint", { segment: reference("ProtocolSegment", "external-ipv4") });
    const held = reference("NetworkInterface", await create("NetworkInterface", {}));
    await change("ProtocolEndpoint", id, { interface: held });
    expect((await shown("ProtocolEndpoint", id))?.interface).toEqual(held);
    await change("ProtocolEndpoint", id, { interface: null });
    expect((await shown("ProtocolEndpoint", id))?.interface).toBeUndefined();
  });
});

describe("a service", () => {
  it("shows the attributes of Table 44; its policies are checked, and secrets not kept", async () => {
    const { network } = await place();
    const policies = { "rule.web": "allow in tcp 443" };
    const id = await create("NetworkService", { network: reference("Network", network), type: "Firewall", policies });
    expect(await shown("NetworkService", id)).toMatchObject({
      state: "STARTED",
      type: "Firewall",
      policies,
      network: reference("Network", network),
      endpoints: [],
      segments: [],
    });
    await expect(change("NetworkService", id, { policies: { "rule.web": "perhaps" } })).rejects.toMatchObject({
      path: ["policies", "rule.web"],
    });
    await change("NetworkService", id, { policies: null });
    expect((await shown("NetworkService", id))?.policies).toEqual({});
  });
});

describe("what exists", () => {
  const collections = (type: ResourceName) =>
    adapter.resources[type]!.collections as Readonly<Record<string, Required<Membership>>>;

  it("enters a Collection, and leaves it when a later step fails", async () => {
    const { network, segment } = await place();
    const service = await create("NetworkService", { network: reference("Network", network), type: "Firewall" });
    const write = context();
    expect((await collections("NetworkService").segments!.insert(service, segment, write)).id).toBe(service);
    expect((await shown("NetworkService", service))?.segments).toEqual([reference("ProtocolSegment", segment)]);
    await write.undo();
    expect((await shown("NetworkService", service))?.segments).toEqual([]);
    await write.undo();
  });

  it.each([
    ["Network", "segments", "ProtocolSegment", "network"],
    ["ProtocolSegment", "endpoints", "ProtocolEndpoint", "segment"],
    ["NetworkInterface", "endpoints", "ProtocolEndpoint", "interface"],
    ["Machine", "interfaces", "NetworkInterface", "machine"],
    ["Network", "services", "NetworkService", "network"],
    ["Network", "subnetworks", "Network", "supernetwork"],
  ] as const)("leaves and enters %s.%s (5.5.12.2, 5.5.12.3)", async (owner, attribute, type, by) => {
    const { network, segment } = await place();
    const held = await create("NetworkInterface", {});
    const machine = await made.machine();
    const items = {
      ProtocolSegment: segment,
      ProtocolEndpoint: await create("ProtocolEndpoint", { segment: reference("ProtocolSegment", segment) }),
      NetworkInterface: held,
      NetworkService: await create("NetworkService", { network: reference("Network", network), type: "Firewall" }),
      Network: await create("Network", {}),
    };
    const owners = { Network: network, ProtocolSegment: segment, NetworkInterface: held, Machine: machine };
    const { insert, remove } = collections(owner)[attribute]!;
    const belongs = async () => (await shown(type, items[type])) as Readonly<Record<string, Reference | undefined>>;
    if ((await belongs())[by]) await remove(owners[owner], items[type], context());
    expect((await belongs())[by]).toBeUndefined();
    await insert(owners[owner], items[type], context());
    expect(nativeId((await belongs())[by]!)).toBe(owners[owner]);
  });
});

describe("a Machine with interfaces", () => {
  const template = {
    machineConfig: reference("MachineConfiguration", "tiny"),
    machineImage: reference("MachineImage", "debian-12"),
  };

  it("lets go with it what was made for it, and keeps what was there", async () => {
    const [before, own] = [await create("NetworkInterface", {}), await create("NetworkInterface", {})];
    const interfaces = [before, own].map((id) => reference("NetworkInterface", id));
    const machine = await create("Machine", { ...template, interfaces }, { made: [interfaces[1]] });
    await adapter.resources.Machine!.delete!(machine, context());
    made.clock.advance(DELAY);
    const left = await gather(adapter.resources.NetworkInterface!.list({}, context()));
    expect(left.map((native) => adapter.resources.NetworkInterface!.identify(native).id)).toEqual([before]);
  });
});
