import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { steppingClock } from "@cimi-gateway/adapter";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { DELAY, scene } from "../testing.js";
import { openWorld } from "./local.js";

const small = { configuration: "tiny", image: "debian-12", initialState: "running" } as const;

describe("a token (RELIABILITY A1)", () => {
  it("makes a repeated create give the same thing", async () => {
    const { world } = await scene();
    const ids = [await world.write("machine.create", small, "t1"), await world.write("machine.create", small, "t1")].map(
      ({ id }) => id,
    );
    expect(ids[0]).toBe(ids[1]);
    expect((await world.census()).made.machine).toBe(1);
    expect((await world.write("machine.create", small, "t2")).id).not.toBe(ids[0]);
  });

  it("makes a repeated order harmless, even when the state no longer allows it", async () => {
    const { world, clock, see, machine } = await scene();
    const id = await machine();
    await world.write("machine.stop", { id }, "t");
    clock.advance(DELAY);
    await world.write("machine.stop", { id }, "t");
    expect((await see("machine", id))?.state).toBe("off");
  });

  it("of a refused call is not used up", async () => {
    const { world, clock, machine } = await scene();
    const id = await machine();
    await expect(world.write("machine.start", { id }, "t")).rejects.toMatchObject({ code: "Conflict" });
    await world.write("machine.stop", { id });
    clock.advance(DELAY);
    await expect(world.write("machine.start", { id }, "t")).resolves.toMatchObject({ id });
  });
});

describe("quotas", () => {
  it("refuse one more, and allow it again after a deletion", async () => {
    const { world, clock, machine } = await scene({ quota: { machine: 2, volume: 0 } });
    const [id] = [await machine(), await machine()];
    await expect(machine()).rejects.toMatchObject({ code: "QuotaExceeded" });
    await expect(world.write("volume.create", { size: 1 })).rejects.toMatchObject({ code: "QuotaExceeded" });
    await world.write("machine.delete", { id });
    clock.advance(DELAY);
    await machine();
    expect((await world.census()).made.machine).toBe(3);
  });

  it("leave nothing of a change that they interrupt", async () => {
    const { world, machine, see } = await scene({ quota: { machineImage: 4 } });
    const id = await machine();
    await expect(world.write("machine.capture", { machine: id })).rejects.toMatchObject({ code: "QuotaExceeded" });
    expect((await see("machine", id))?.state).toBe("running");
    expect((await world.census()).present.machineImage).toBe(4);
  });
});

describe("lists", () => {
  it("come in pages, in the order of creation, whatever goes in between", async () => {
    const { world, machine, clock } = await scene({ pageSize: 2 });
    const ids = [await machine(), await machine(), await machine(), await machine()];
    const first = await world.list("machine", {});
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    await world.write("machine.delete", { id: ids[0]! });
    clock.advance(DELAY);
    const second = await world.list("machine", { after: first.after });
    expect(second.items.map(({ id }) => id)).toEqual(ids.slice(2));
    expect(second.after).toBeUndefined();
  });

  it("page through what the cloud offers itself", async () => {
    const { world } = await scene({ pageSize: 2 });
    const { items, after } = await world.list("machineConfiguration", {});
    const { items: more } = await world.list("machineConfiguration", { after });
    expect([...items, ...more].map(({ id }) => id)).toEqual(["tiny", "small", "medium", "large"]);
  });
});

describe("the file", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("brings everything back after a restart: things, transitions under way, tokens and counts", async () => {
    const clock = steppingClock();
    const options = { clock, delay: DELAY, file: join(folder, "world.db") };
    const before = await openWorld(options);
    const { id } = await before.write(
      "machine.create",
      { ...small, userData: "aGk=", properties: { a: "1" }, marker: "machines/7" },
      "t1",
    );
    const { id: removed } = await before.write("volume.create", { size: 5 });
    await before.write("volume.delete", { id: removed });
    await before.close();

    clock.advance(DELAY / 2);
    const after = await openWorld(options);
    expect((await after.read("machine", [id]))[0]).toMatchObject({
      state: "creating",
      properties: { a: "1" },
      marker: "machines/7",
    });
    expect(await after.read("volume", [removed])).toEqual([]);
    clock.advance(DELAY / 2);
    expect((await after.read("machine", [id]))[0]?.state).toBe("running");
    expect((await after.write("machine.create", small, "t1")).id).toBe(id);
    expect(await after.guest(id)).toMatchObject({ userData: "aGk=" });
    expect(await after.census()).toMatchObject({ made: { machine: 1, volume: 1 }, present: { machine: 1, disk: 1, volume: 0 } });
    await after.close();
  });

  it("keeps what was added after a restart apart from what was there", async () => {
    const options = { clock: steppingClock(), delay: 0, file: join(folder, "world.db") };
    const before = await openWorld(options);
    const { id: first } = await before.write("volume.create", { size: 1 });
    await before.close();
    const after = await openWorld(options);
    const { id: second } = await after.write("volume.create", { size: 1 });
    expect((await after.list("volume", {})).items.map(({ id }) => id)).toEqual([first, second]);
    await after.close();
  });

  it("of a cloud that had no networks yet is opened: they are there, and its machines go as before", async () => {
    const options = { clock: steppingClock(), delay: 0, file: join(folder, "world.db") };
    const before = await openWorld(options);
    const { id } = await before.write("machine.create", small);
    await before.close();
    await withoutNetworks(options.file);
    const after = await openWorld(options);
    expect((await after.list("network", {})).items.map((network) => network.id)).toEqual(["default", "external"]);
    expect(await after.census()).toMatchObject({ present: { machine: 1, networkInterface: 0, protocolEndpoint: 0 } });
    const { id: held } = await after.write("networkInterface.create", { machine: id, initialState: "enabled" });
    await after.write("machine.delete", { id });
    expect(await after.read("networkInterface", [held])).toEqual([]);
    await after.close();
  });

  /** As it was written before there were networks. */
  async function withoutNetworks(file: string): Promise<void> {
    const { default: Database } = await import("libsql");
    const database = new Database(file);
    database.exec("delete from things where kind like 'network%' or kind like 'protocol%'");
    database.exec("delete from made where kind like 'network%' or kind like 'protocol%'");
    database.close();
  }

  it("is refused to a second world", async () => {
    const options = { clock: steppingClock(), file: join(folder, "world.db") };
    const world = await openWorld(options);
    await expect(openWorld(options)).rejects.toThrow("another process may be using it");
    await world.close();
  });
});
