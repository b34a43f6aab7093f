import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { eventually } from "../../fault/eventually.js";
import { actionOf, volumeOf } from "../../fault/scenario.js";
import type { Shown } from "../../support/gateway.js";
import { Cloud, type Row } from "./cloud.js";
import { FACE, LiveGateway } from "./live-gateway.js";
import { Relay } from "./relay.js";

jest.setTimeout(180_000);

const cloud = new Cloud();
/** Nova's states in CIMI's words (Table 13), of those that this server passes. */
const STATES = { ACTIVE: "STARTED", SHUTOFF: "STOPPED" } as const;

let relay: Relay;
let gateway: LiveGateway;
let href: string;
let volume: Shown;
beforeAll(async () => {
  relay = await Relay.open(cloud);
  gateway = await LiveGateway.open(relay);
  href = await gateway.machine({ volumeTemplates: [{ volumeTemplate: volumeOf(2_000_000) }] });
  [volume] = (await gateway.gateway.get(`${FACE}volumes`)).volumes as readonly [Shown];
});
afterAll(async () => {
  await gateway.remove(href);
  await eventually(() => gateway.remove(volume.id), 20_000);
  await gateway.close();
  await relay.close();
});

const machine = (): Promise<Shown> => gateway.gateway.get(`${href}?$expand=disks,volumes`);
const native = async (): Promise<Row> => cloud.show("demo", ["server", "show", String((await machine()).nativeId)]);
/** The seconds of a time. */
const second = (time: unknown): number => Math.floor(Date.parse(String(time)) / 1000);

describe("the same server, as OpenStack's own client and the gateway show it", () => {
  it("name, times, zone, flavor and image", async () => {
    const [ours, theirs] = [await machine(), await native()];
    expect([ours.name, ours.nativeId, ours.location]).toEqual([theirs.name, theirs.id, theirs["OS-EXT-AZ:availability_zone"]]);
    expect([second(ours.created), second(ours.updated)]).toEqual([second(theirs.created), second(theirs.updated)]);
    const [flavor] = /^[^ ]+/.exec(String(theirs.flavor))!;
    const { vcpus, ram, disk } = await cloud.show("demo", ["flavor", "show", flavor]);
    // Mebibytes in kibibytes, and gibibytes in whole kilobytes (5.14.1).
    expect([ours.cpu, ours.memory]).toEqual([vcpus, Number(ram) * 1024]);
    const [root] = (ours.disks as Shown).disks as readonly Shown[];
    expect(root!.capacity).toBe(Math.floor((Number(disk) * 2 ** 30) / 1000));
    expect(String(theirs.image)).toContain(gateway.hardware.image);
  });

  it("its volume, in both directions, with its size and where it is", async () => {
    const [ours, theirs] = [await machine(), await native()];
    const [attached] = (await cloud.list("demo", "volume", ["--long"])) as readonly [Row];
    const [located] = (ours.volumes as Shown).locatedVolumes as readonly [Shown];
    expect(JSON.stringify(theirs.volumes_attached)).toContain(String(attached.ID));
    expect([located.nativeId, volume.nativeId]).toEqual([attached.ID, attached.ID]);
    expect(attached["Attached to"]).toMatchObject([{ server_id: theirs.id, device: located.initialLocation }]);
    expect(volume.capacity).toBe(Math.floor((Number(attached.Size) * 2 ** 30) / 1000));
    expect((located.volume as Shown).href).toBe(volume.id);
  });

  it("its addresses", async () => {
    const { interfaces } = await gateway.gateway.get(`${href}?$expand=interfaces`);
    const { networkInterfaces } = interfaces as { readonly networkInterfaces: readonly Shown[] };
    const endpoints = await Promise.all(networkInterfaces.map(({ id }) => gateway.gateway.get(`${id}/endpoints`)));
    const shown = endpoints.flatMap(({ protocolEndpoints }) => protocolEndpoints as readonly Shown[]);
    const addresses = shown.flatMap(({ protocol, address }) => (protocol === "IPv4" ? [address] : []));
    expect(addresses).toEqual(Object.values((await native()).addresses as Readonly<Record<string, readonly string[]>>).flat());
  });

  it("its state, whoever changes it", async () => {
    const both = async () => [(await machine()).state, STATES[String((await native()).status) as keyof typeof STATES]];
    expect(await both()).toEqual(["STARTED", "STARTED"]);
    await gateway.end(await gateway.gateway.send("POST", `${href}/stop`, { body: actionOf("stop") }));
    expect(await both()).toEqual(["STOPPED", "STOPPED"]);
    await cloud.command("demo", ["server", "start", String((await machine()).nativeId)]);
    await eventually(async () => expect(await both()).toEqual(["STARTED", "STARTED"]), 60_000);
  });
});
