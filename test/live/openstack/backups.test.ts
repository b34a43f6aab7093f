import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { eventually } from "../../fault/eventually.js";
import { volumeOf } from "../../fault/scenario.js";
import type { Shown } from "../../support/gateway.js";
import { Cloud } from "./cloud.js";
import { FACE, LiveGateway } from "./live-gateway.js";
import { Relay } from "./relay.js";

jest.setTimeout(180_000);

const CREATE = "POST volume /backups";
const ASK = "GET volume /backups";

const cloud = new Cloud();
let relay: Relay;
let gateway: LiveGateway;
let volume: string;

beforeAll(async () => {
  relay = await Relay.open(cloud);
  gateway = await LiveGateway.open(relay);
  volume = await made("volumes", { resourceURI: typeOf("VolumeCreate"), name: "source", volumeTemplate: volumeOf(1_000_000) });
  await gateway.close();
});
beforeEach(async () => {
  gateway = await LiveGateway.open(relay, { writeWait: 0, probeWindow: 1_000 });
  relay.take();
});
afterEach(() => gateway.close());
afterAll(async () => {
  gateway = await LiveGateway.open(relay);
  try {
    await gateway.remove(volume);
  } finally {
    await gateway.close();
    await relay.close();
  }
});

const typeOf = (name: string): string => `http://schemas.dmtf.org/cimi/2/${name}`;

const asked = (collection: string, body: object) => gateway.gateway.send("POST", `${FACE}${collection}`, { body });

/** Makes something, to its end. Returns its URI. */
async function made(collection: string, body: object): Promise<string> {
  const answer = await asked(collection, body);
  expect(await gateway.end(answer)).toMatchObject({ state: "SUCCESS" });
  return answer.headers.Location!;
}

const backupOf = (source: string, more: object = {}): object => ({
  resourceURI: typeOf("VolumeImage"),
  name: "sunday",
  imageLocation: source,
  kind: "backup",
  ...more,
});

const shown = (href: string): Promise<Shown> => gateway.gateway.get(href);
const nativeIdOf = async (href: string): Promise<string> => String((await shown(href)).nativeId);
const images = async (): Promise<readonly Shown[]> =>
  ((await shown(`${FACE}volumeImages?$orderby=kind:asc`)).volumeImages ?? []) as readonly Shown[];

/** Waits until a request has passed, with this answer. */
async function passed(line: string): Promise<void> {
  while (!relay.take().some((one) => `${one.line} ${one.status}` === line)) await sleep(100);
}

describe("a backup of a volume (5.15.7), by Cinder's own service", () => {
  it("is made, described, listed beside a snapshot in two calls, and makes a volume that holds its data", async () => {
    const properties = { team: "blue" };
    const backup = await made("volumeImages", backupOf(volume, { properties }));
    const snapshot = await made("volumeImages", { resourceURI: typeOf("VolumeImage"), imageLocation: volume });
    relay.take();
    expect((await images()).map(({ kind, id }) => [kind, id.endsWith(backup)])).toEqual([
      ["backup", true],
      ["snapshot", false],
    ]);
    expect(relay.counts()).toEqual({ "GET volume /snapshots/detail": 1, "GET volume /backups/detail": 1 });
    expect(((await shown(`${volume}/images`)).volumeImages as readonly Shown[]).length).toBe(2);

    const edit = { ...(await shown(backup)), name: "monday", description: "kept", properties: { team: "red" } };
    expect(await gateway.end(await gateway.gateway.send("PUT", backup, { body: edit }))).toMatchObject({ state: "SUCCESS" });
    expect(await shown(backup)).toMatchObject({
      name: "monday",
      description: "kept",
      properties: { team: "red" },
      state: "AVAILABLE",
    });

    const ofSnapshot = await made("volumeImages", backupOf(snapshot));
    expect(await shown(ofSnapshot)).toMatchObject({ kind: "backup", state: "AVAILABLE" });

    const volumeTemplate = { volumeConfig: { capacity: 1_000_000 }, volumeImage: { href: backup } };
    const copy = await made("volumes", { resourceURI: typeOf("VolumeCreate"), name: "copy", properties, volumeTemplate });
    expect(await shown(copy)).toMatchObject({ name: "copy", properties, state: "AVAILABLE" });
    expect(await cloud.contentOf(await nativeIdOf(copy))).toBe(`volume ${await nativeIdOf(volume)}\n`);
    for (const href of [copy, ofSnapshot, snapshot, backup]) await gateway.remove(href);
    expect(await cloud.list("demo", "volume backup")).toEqual([]);
  });

  it("that an incremental one builds on stays until that is deleted; a volume goes back to it and stays what it is called", async () => {
    const whole = await made("volumeImages", backupOf(volume));
    const part = await made("volumeImages", backupOf(volume, { incremental: true }));
    expect(await shown(part)).toMatchObject({ kind: "backup", incremental: true });
    expect(await gateway.end(await gateway.gateway.send("DELETE", whole))).toMatchObject({
      state: "FAILED",
      returnCode: 10409,
      statusMessage: expect.stringContaining(`${part.replace(/.*\//, "")} build on; delete these first`),
    });
    const body = {
      resourceURI: typeOf("Action"),
      action: typeOf("action/restore"),
      image: { href: part },
    };
    expect(await gateway.end(await gateway.gateway.send("POST", `${volume}/restore`, { body }))).toMatchObject({
      state: "SUCCESS",
    });
    expect(await shown(volume)).toMatchObject({ name: "source", state: "AVAILABLE" });
    for (const href of [part, whole]) await gateway.remove(href);
  });

  it("goes into a volume without a name, which stays without one, though Cinder gives it that of the source", async () => {
    const backup = await made("volumeImages", backupOf(volume));
    const { id } = await cloud.show("demo", ["volume", "create", "--size", "1", "--description", "theirs", ""]);
    const target = `${FACE}volumes/${id}`;
    await eventually(async () => expect(await shown(target)).toMatchObject({ state: "AVAILABLE" }), 20_000);
    const body = { resourceURI: typeOf("Action"), action: typeOf("action/restore"), image: { href: backup } };
    const answer = await gateway.gateway.send("POST", `${target}/restore`, { body });
    expect(await gateway.end(answer)).toMatchObject({ state: "SUCCESS" });
    const { name, description } = await cloud.show("demo", ["volume", "show", String(id)]);
    expect([name, description]).toEqual(["", "theirs"]);
    expect(await cloud.contentOf(String(id))).toBe(`volume ${await nativeIdOf(volume)}\n`);
    for (const href of [target, backup]) await gateway.remove(href);
  });

  it("whose answer is lost is found by its marker, not made again (RELIABILITY, fault 3)", async () => {
    relay.once(CREATE, async (forward) => {
      await forward();
      return undefined;
    });
    const backup = await made("volumeImages", backupOf(volume));
    expect(relay.take().filter(({ line }) => line === CREATE)).toHaveLength(1);
    expect(await cloud.list("demo", "volume backup")).toHaveLength(1);
    await gateway.remove(backup);
  });
});

describe("a volume from a backup", () => {
  it("whose answer is lost is found, also once Cinder has put the marker of its source in place of its own", async () => {
    const backup = await made("volumeImages", backupOf(volume));
    relay.once("POST volume /volumes", async (forward) => {
      await forward();
      await eventually(async () => {
        const rows = await cloud.list("demo", "volume");
        expect(rows.map(({ Status }) => Status)).toEqual(["available", "available"]);
      }, 60_000);
      return undefined;
    });
    const volumeTemplate = { volumeConfig: { capacity: 1_000_000 }, volumeImage: { href: backup } };
    const copy = await made("volumes", { resourceURI: typeOf("VolumeCreate"), name: "copy", volumeTemplate });
    expect(await shown(copy)).toMatchObject({ name: "copy", state: "AVAILABLE" });
    expect(await cloud.list("demo", "volume")).toHaveLength(2);
    for (const href of [copy, backup]) await gateway.remove(href);
  });
});

describe("a cloud without cinder-backup", () => {
  it("that says so lists its snapshots, shows no kind, and refuses to make a backup", async () => {
    const snapshot = await made("volumeImages", { resourceURI: typeOf("VolumeImage"), imageLocation: volume });
    await gateway.close();
    relay.once(ASK, async () => ({ status: 404, headers: {}, body: "" }));
    gateway = await LiveGateway.open(relay);
    const [one, ...others] = await images();
    expect([one!.kind, others]).toEqual([undefined, []]);
    const { status, body } = await asked("volumeImages", backupOf(volume));
    expect([status, body]).toEqual([400, expect.stringContaining("leave the kind out, or name snapshot")]);
    await gateway.remove(snapshot);
  });

  it("whose service is off deletes none: the Job says so, and the backup is there yet", async () => {
    const turned = (way: string) => cloud.command("admin", ["volume", "service", "set", way, "loopback", "cinder-backup"]);
    const backup = await made("volumeImages", backupOf(volume));
    await turned("--disable");
    const { state, statusMessage } = await gateway
      .end(await gateway.gateway.send("DELETE", backup))
      .finally(() => turned("--enable"));
    expect([state, statusMessage]).toEqual(["FAILED", expect.stringContaining("Service cinder-backup could not be found")]);
    expect(await shown(backup)).toMatchObject({ state: "AVAILABLE" });
    await gateway.remove(backup);
  });

  it("that goes away in the middle fails the Job with Cinder's reason; nothing is left of it, and the volume is as it was", async () => {
    const answer = await cloud.without("cinder-backup", async () => {
      const accepted = await asked("volumeImages", backupOf(volume));
      await passed(`${CREATE} 202`);
      return accepted;
    });
    expect(await gateway.end(answer)).toMatchObject({
      state: "FAILED",
      statusMessage: expect.stringMatching(/could not back up the volume: (incomplete backup|Create backup aborted)/),
    });
    await eventually(async () => expect(await images()).toEqual([]), 20_000);
    expect(await shown(volume)).toMatchObject({ state: "AVAILABLE" });
  });
});
