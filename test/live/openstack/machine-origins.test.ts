import type { GatewayResponse } from "@cimi-gateway/core";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { eventually } from "../../fault/eventually.js";
import { actionOf } from "../../fault/scenario.js";
import type { Shown } from "../../support/gateway.js";
import { Cloud } from "./cloud.js";
import { FACE, LiveGateway } from "./live-gateway.js";
import { Relay } from "./relay.js";

jest.setTimeout(180_000);

const cloud = new Cloud();
/** 1 GiB in whole kilobytes. */
const GIGABYTE = 1_073_741;
/** Of the flavors that this file makes: one whose root is no disk of the host, one that no host can hold. */
const [ROOTLESS, HUGE] = ["origins.rootless", "origins.huge"];
const GROUP = "origins.near";

let relay: Relay;
let gateway: LiveGateway;
let group: string;
beforeAll(async () => {
  const flavor = (name: string, processors: number, disk: number) =>
    cloud.command("admin", ["flavor", "create", "--vcpus", String(processors), "--ram", "512", "--disk", String(disk), name]);
  const grouped = cloud.show("demo", ["server", "group", "create", "--policy", "affinity", GROUP]);
  await Promise.all([flavor(ROOTLESS, 2, 0), flavor(HUGE, 50_000, 1)]);
  group = String((await grouped).id);
  relay = await Relay.open(cloud);
  gateway = await LiveGateway.open(relay, { probeWindow: 1_000 }, { serverGroups: true, configDrive: true });
});
afterAll(async () => {
  await gateway.close();
  await relay.close();
  await cloud.command("demo", ["server", "group", "delete", GROUP]);
  await cloud.command("admin", ["flavor", "delete", ROOTLESS, HUGE]);
});

const get = (target: string): Promise<Shown> => gateway.gateway.get(target);
/** How the Job of an answer ended, also where it failed before the answer was given. */
const outcome = async (answer: GatewayResponse): Promise<Shown> =>
  answer.status >= 400 ? (JSON.parse(answer.body) as Shown) : gateway.end(answer);
const ended = async (answer: GatewayResponse): Promise<unknown> => (await gateway.end(answer)).state;
const action = async (href: string, name: string) =>
  gateway.end(await gateway.gateway.send("POST", `${href}/${name}`, { body: actionOf(name) }));

async function volume(): Promise<string> {
  const body = {
    resourceURI: "http://schemas.dmtf.org/cimi/2/VolumeCreate",
    volumeTemplate: { volumeConfig: { capacity: GIGABYTE } },
  };
  const answer = await gateway.gateway.send("POST", `${FACE}volumes`, { body });
  expect(await ended(answer)).toBe("SUCCESS");
  return answer.headers.Location!;
}

async function configuration(name: string): Promise<string> {
  const { machineConfigurations } = await get(`${FACE}machineConfigs`);
  return (machineConfigurations as readonly Shown[]).find((one) => one.name === name)!.id;
}

describe("a machine that starts from a Volume", () => {
  let href: string;
  let root: string;
  beforeAll(async () => {
    root = await volume();
    await cloud.command("demo", ["volume", "set", "--bootable", String((await get(root)).nativeId)]);
    href = await gateway.machine({ machineImage: undefined, volumes: [{ volume: { href: root } }], serverGroup: GROUP });
  });
  afterAll(async () => {
    await gateway.remove(href);
    await eventually(() => gateway.remove(root), 20_000);
  });

  it("has it among its volumes and none of its disks; it stays a Volume, and is bootable", async () => {
    const shown = await get(`${href}?$expand=disks,volumes`);
    const located = (shown.volumes as Shown).locatedVolumes as readonly Shown[];
    expect([located.map((one) => (one.volume as Shown).href), (shown.disks as Shown).count]).toEqual([[root], 0]);
    expect(await get(root)).toMatchObject({ state: "AVAILABLE", bootable: true });
  });

  it("lets nobody take it away", async () => {
    const { volumes } = await get(`${href}?$expand=volumes`);
    const [located] = (volumes as Shown).locatedVolumes as readonly [Shown];
    const answer = await gateway.gateway.send("DELETE", located.id);
    expect([answer.status, answer.body]).toEqual([409, expect.stringContaining("root device")]);
  });

  it("is captured as one image, also where the answer is lost, which takes the snapshots that it stands for away with it", async () => {
    relay.once("POST compute /servers/{id}/action", async (forward) => {
      await forward();
      return undefined;
    });
    const body = { resourceURI: "http://schemas.dmtf.org/cimi/2/MachineImage", name: "golden" };
    const answer = await gateway.gateway.send("POST", `${href}/capture`, { body });
    expect(await outcome(answer)).toMatchObject({ state: "SUCCESS" });
    expect(relay.awaited).toEqual([]);
    expect(await cloud.list("demo", "volume snapshot")).toHaveLength(1);
    const { operations } = await get(href);
    for (const name of ["snapshot", "restore"])
      expect(operations!.find(({ rel }) => rel.endsWith(`/${name}`))).toMatchObject({ available: false });
    const [image] = (await get(`${FACE}machineImages?$filter=name='golden'`)).machineImages as readonly [Shown];
    await gateway.remove(image.id);
    await eventually(async () => expect(await cloud.list("demo", "volume snapshot")).toEqual([]), 20_000);
  });

  it("is in the server group that its template names, as lists and itself tell, and has a config drive", async () => {
    const { machines } = await get(`${FACE}machines?$filter=serverGroup='${group}'`);
    expect((machines as readonly Shown[]).map(({ id, serverGroup }) => [id, serverGroup])).toEqual([[href, group]]);
    const shown = await get(href);
    expect(shown.serverGroup).toBe(group);
    expect((await cloud.show("demo", ["server", "show", String(shown.nativeId)])).config_drive).toBe("True");
  });

  it("is refused without what is bootable, with two of them, and with an image besides", async () => {
    const plain = await volume();
    const refusal = async (template: object) => (await outcome(await gateway.create(template))).statusMessage;
    const nothing = { machineImage: undefined };
    expect(await refusal(nothing)).toContain("machineTemplate.machineImage: is missing");
    const unbootable = { ...nothing, volumes: [{ volume: { href: plain } }] };
    expect(await refusal(unbootable)).toContain("give a machineImage, or a bootable Volume");
    expect(await refusal({ volumes: [{ volume: { href: root } }] })).toContain("leave out either");
    expect(await refusal({ serverGroup: "nobody" })).toContain(`accepted: ${GROUP} (affinity, ${group})`);
    await gateway.remove(plain);
  });
});

describe("a machine of a flavor without a disk", () => {
  it("has a Disk for its root, which Cinder keeps and which goes with it", async () => {
    const href = await gateway.machine({ machineConfig: { href: await configuration(ROOTLESS) } });
    const { disks } = await get(`${href}?$expand=disks`);
    const [root, ...more] = (disks as Shown).disks as readonly Shown[];
    expect([root!.capacity, more]).toEqual([GIGABYTE, []]);
    const listed = ((await get(`${FACE}volumes`)).volumes ?? []) as readonly Shown[];
    expect(listed.map(({ nativeId }) => nativeId)).not.toContain(root!.nativeId);
    await gateway.remove(href);
    await eventually(async () => {
      expect((await cloud.list("demo", "volume")).map(({ ID }) => ID)).not.toContain(root!.nativeId);
    }, 20_000);
  });
});

describe("a machine of OpenStack", () => {
  it("starts after it was shelved away from its host, and stays as it was where a resize fails", async () => {
    const href = await gateway.machine();
    const { nativeId, cpu, memory } = await get(href);
    await cloud.command("demo", ["server", "shelve", "--wait", String(nativeId)]);
    await eventually(async () => {
      const { status } = await cloud.show("demo", ["server", "show", String(nativeId)]);
      expect(status).toBe("SHELVED_OFFLOADED");
    }, 60_000);
    expect(await get(href)).toMatchObject({ state: "STOPPED" });
    expect(await action(href, "start")).toMatchObject({ state: "SUCCESS" });
    expect(await get(href)).toMatchObject({ state: "STARTED" });
    const body = { resourceURI: "http://schemas.dmtf.org/cimi/2/Machine", cpu: 50_000, memory: 512 * 1024 };
    const answer = await gateway.gateway.send("PUT", `${href}?$select=cpu,memory`, { body });
    expect(await outcome(answer)).toMatchObject({ state: "FAILED", statusMessage: expect.stringContaining("cold_migrate") });
    expect(await get(href)).toMatchObject({ state: "STARTED", cpu, memory });
    await gateway.remove(href);
  });
});
