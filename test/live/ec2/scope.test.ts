import { randomUUID } from "node:crypto";
import { type Adapter, reference } from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { benchOf, comes, idsIn, make, openAt, operate, reaches, remove, show, typeIn } from "./adapter-harness.js";
import { type LiveEc2, startEc2 } from "./proxy/index.js";

const START_LIMIT = 90_000;
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDdyCXNcVYDZO5L6VqnUNeuZgP7AfOb3dPz5J2XmAuKv";
/** Kilobytes. */
const GIGABYTE = 1_073_741;
const TYPES = ["Machine", "Disk", "Volume", "MachineImage", "VolumeImage", "Credential"] as const;

describe("two scopes in one account of EC2 (Contract, Safety per cloud)", () => {
  let ec2: LiveEc2;
  let blue: Adapter;
  let red: Adapter;
  let whole: Adapter;
  let image: string;

  beforeAll(async () => {
    ec2 = await startEc2({ durations: 50 });
    const openWith = (tags?: object) => openAt(ec2.endpoint, tags && { "scope.tags": tags });
    [blue, red, whole] = await Promise.all([openWith({ team: "blue", stage: "live" }), openWith({ team: "red" }), openWith()]);
    image = (await idsIn(blue, "MachineImage"))[0]!;
  }, START_LIMIT);
  afterAll(() => ec2.stop());

  const config = { template: { volumeConfig: { value: { capacity: GIGABYTE } } } };
  const machine = async (cloud: Adapter) => {
    const template = {
      machineConfig: reference("MachineConfiguration", "m5d.large"),
      machineImage: reference("MachineImage", image),
    };
    const { id } = await make(cloud, "Machine", { template });
    await reaches(cloud, "Machine", id, "STARTED");
    return id;
  };
  const captured = async (cloud: Adapter, id: string) => {
    const made = await operate(cloud, "Machine", "capture", id, { creates: { id: randomUUID(), template: {} } });
    await reaches(cloud, "MachineImage", made.id, "AVAILABLE");
    return made.id;
  };
  const seen = async (cloud: Adapter): Promise<Record<string, readonly string[]>> =>
    Object.fromEntries(await Promise.all(TYPES.map(async (type) => [type, await idsIn(cloud, type)] as const)));

  it("each sees all that it made, also the root, the snapshots of an image and what a restore put in place, and the other nothing", async () => {
    const catalogue = await idsIn(red, "MachineImage");
    const id = await machine(blue);
    const golden = await captured(blue, id);
    await operate(blue, "Machine", "restore", id, { image: reference("MachineImage", golden) });
    await reaches(blue, "Machine", id, "STARTED");
    const volume = await make(blue, "Volume", config);
    await reaches(blue, "Volume", volume.id, "AVAILABLE");
    const snapshot = await operate(blue, "Volume", "snapshot", volume.id, { creates: { id: randomUUID(), template: {} } });
    await reaches(blue, "VolumeImage", snapshot.id, "AVAILABLE");

    const key = await make(blue, "Credential", { template: { parameters: { key: KEY } } });

    const inside = await seen(blue);
    expect(inside.Machine).toEqual([id]);
    expect(inside.Disk).toEqual([expect.stringMatching(/^vol-/), `${id}:ephemeral0`]);
    expect(inside.Volume).toEqual([volume.id]);
    expect(inside.Credential).toEqual([key.id]);
    expect(inside.MachineImage).toEqual(expect.arrayContaining([golden, ...catalogue]));
    expect(inside.VolumeImage).toEqual(expect.arrayContaining([snapshot.id]));
    expect(inside.VolumeImage).toHaveLength(2);
    expect(await seen(red)).toEqual({
      Machine: [],
      Disk: [],
      Volume: [],
      MachineImage: catalogue,
      VolumeImage: [],
      Credential: [],
    });
    for (const type of TYPES) expect((await idsIn(whole, type)).length).toBeGreaterThanOrEqual(inside[type]!.length);
    for (const [type, one] of Object.entries({
      Machine: id,
      MachineImage: golden,
      Volume: volume.id,
      VolumeImage: snapshot.id,
      Credential: key.id,
    }))
      expect([type, await show(red, type as ResourceName, one)]).toEqual([type, undefined]);

    for (const [type, one] of [
      ["Volume", volume],
      ["VolumeImage", snapshot],
      ["Credential", key],
    ] as const)
      await remove(blue, type, one.id);
    await remove(blue, "Machine", id);
    await remove(blue, "MachineImage", golden);
    expect((await seen(blue)).VolumeImage).toEqual([]);
  }, 60_000);

  it("what is outside cannot be copied by its ARN, what is inside can", async () => {
    const volume = await make(red, "Volume", config);
    await reaches(red, "Volume", volume.id, "AVAILABLE");
    const snapshot = await operate(red, "Volume", "snapshot", volume.id, { creates: { id: randomUUID(), template: {} } });
    await reaches(red, "VolumeImage", snapshot.id, "AVAILABLE");
    const template = { imageLocation: `arn:aws:ec2:eu-west-1::snapshot/${snapshot.id}` };
    for (const type of ["VolumeImage", "MachineImage"] as const)
      await expect(make(blue, type, { template })).rejects.toMatchObject({
        kind: "invalid",
        message: expect.stringMatching(/there is no snapshot/),
      });
    const copy = await make(red, "VolumeImage", { template });
    await reaches(red, "VolumeImage", copy.id, "AVAILABLE");
    for (const id of [copy.id, snapshot.id]) await remove(red, "VolumeImage", id);
    await remove(red, "Volume", volume.id);
  }, 30_000);

  it("the tags are on the volume from the first moment, are no properties, and cannot be written as such", async () => {
    const { id } = await make(blue, "Volume", { ...config, properties: { a: "1" } });
    await reaches(blue, "Volume", id, "AVAILABLE");
    const prefixed = await openAt(ec2.endpoint, { tagPrefixes: ["team", "stage"] });
    expect((await show(prefixed, "Volume", id))?.properties).toEqual({ a: "1", team: "blue", stage: "live" });
    expect((await show(blue, "Volume", id))?.properties).toEqual({ a: "1" });
    const update = typeIn(blue, "Volume").update!(id, { properties: { stage: "test" } }, benchOf(blue).context);
    await expect(update).rejects.toMatchObject({ kind: "invalid", message: expect.stringContaining('"stage"') });
    await typeIn(blue, "Volume").update!(id, { properties: null }, benchOf(blue).context);
    expect((await show(blue, "Volume", id))?.properties).toBeUndefined();
    await remove(blue, "Volume", id);
  }, 30_000);

  it("a volume that somebody attached from outside is not seen in the machine", async () => {
    const id = await machine(blue);
    const location = String((await show(blue, "Machine", id))?.location);
    const foreign = await make(whole, "Volume", { ...config, location });
    await reaches(whole, "Volume", foreign.id, "AVAILABLE");
    await make(whole, "locatedVolume", { parent: id, template: { volume: reference("Volume", foreign.id) } });
    await comes(whole, "locatedVolume", foreign.id, id);
    expect(await idsIn(whole, "locatedVolume", id)).toEqual([foreign.id]);
    expect(await idsIn(blue, "locatedVolume", id)).toEqual([]);
    await remove(blue, "Machine", id);
    await remove(whole, "Volume", foreign.id);
  }, 30_000);

  const NETWORKS = ["Network", "ProtocolSegment", "NetworkInterface", "ProtocolEndpoint", "NetworkService"] as const;
  const inNetworks = async (cloud: Adapter): Promise<Record<string, readonly string[]>> =>
    Object.fromEntries(await Promise.all(NETWORKS.map(async (type) => [type, await idsIn(cloud, type)] as const)));
  const settled = async (cloud: Adapter, type: ResourceName, template: object, state: string, more: object = {}) => {
    const { id } = await make(cloud, type, { template, ...more });
    await reaches(cloud, type, id, state);
    return id;
  };
  const segmentIn = (network: string) => ({
    network: reference("Network", network),
    protocol: "IPv4",
    parameters: { subnetAddress: "10.77.1.0", netmask: "255.255.255.0" },
  });
  const serviceIn = (network: string, type: string, policies: object = {}) => ({
    network: reference("Network", network),
    type,
    policies,
  });
  const BALANCED = { scope: "internal", "listener.web": "tcp 443" };

  it("networks are seen with all that was made in them, load balancers, too, by who made them alone", async () => {
    const outside = await inNetworks(red);
    const network = await settled(blue, "Network", {}, "STARTED");
    const segment = await settled(blue, "ProtocolSegment", segmentIn(network), "STARTED");
    const following = [{ type: "ProtocolEndpoint", template: { segment: reference("ProtocolSegment", segment) } }];
    const held = await settled(blue, "NetworkInterface", {}, "ENABLED", { following });
    const services = [
      await settled(blue, "NetworkService", serviceIn(network, "Firewall"), "STARTED"),
      await settled(blue, "NetworkService", serviceIn(network, "IP Routing"), "STARTED"),
      await settled(blue, "NetworkService", serviceIn(network, "Load Balancer", BALANCED), "STARTED"),
    ];

    const inside = await inNetworks(blue);
    expect(inside.Network).toEqual(expect.arrayContaining([network]));
    expect(inside.ProtocolSegment).toEqual(expect.arrayContaining([segment]));
    expect(inside.NetworkInterface).toEqual([held]);
    expect(inside.ProtocolEndpoint).toEqual(expect.arrayContaining([expect.stringMatching(`^${segment}[.]`)]));
    expect([...inside.NetworkService!].sort()).toEqual([...services].sort());
    expect(await inNetworks(red)).toEqual(outside);
    for (const [type, id] of [
      ["Network", network],
      ["ProtocolSegment", segment],
      ["NetworkService", services[2]!],
    ] as const)
      expect([type, await show(red, type, id)]).toEqual([type, undefined]);

    for (const id of services.reverse()) await remove(blue, "NetworkService", id);
    await remove(blue, "NetworkInterface", held);
    await remove(blue, "ProtocolSegment", segment);
    await remove(blue, "Network", network);
  }, 60_000);

  it("what is in a network of another is nobody's to build on, and what others put into one's own is not seen", async () => {
    const network = await settled(blue, "Network", {}, "STARTED");
    const segment = await settled(blue, "ProtocolSegment", segmentIn(network), "STARTED");
    await expect(make(red, "ProtocolSegment", { template: segmentIn(network) })).rejects.toMatchObject({ kind: "notFound" });
    const foreign = make(red, "NetworkService", { template: serviceIn(network, "Load Balancer", BALANCED) });
    await expect(foreign).rejects.toMatchObject({ kind: "invalid", message: expect.stringContaining("no IPv4 segment") });

    const balancer = await settled(whole, "NetworkService", serviceIn(network, "Load Balancer", BALANCED), "STARTED");
    expect(await idsIn(blue, "NetworkService")).toEqual([]);
    await expect(remove(blue, "NetworkService", balancer)).rejects.toMatchObject({ kind: "notFound" });
    await remove(whole, "NetworkService", balancer);
    await remove(blue, "ProtocolSegment", segment);
    await remove(blue, "Network", network);
  }, 60_000);
});
