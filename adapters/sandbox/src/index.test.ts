import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gather, immediateContext, type Settings, silentLog, steppingClock, systemClock } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { open, settings } from "./index.js";
import { openHost, serveWorld } from "./world/index.js";

const options = (given: Settings, folder = ":memory:") => ({
  cloud: "lab",
  settings: given,
  folder,
  clock: steppingClock(),
  log: silentLog,
});
const volume = { id: "cimi-1", template: { volumeConfig: { value: { capacity: 1000 } } } } as never;

describe("opening a sandbox", () => {
  it("needs no setting at all, and delays at most half a second", () => {
    expect(settings.filter(({ required }) => required)).toEqual([]);
    expect(settings.find(({ name }) => name === "delay")?.default).toBeLessThanOrEqual(500);
  });

  it("keeps the world in a file of the cloud's own name", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
    try {
      const before = await open(options({}, join(folder, "data")));
      const { id } = await before.resources.Volume!.create!(volume, immediateContext({ clock: steppingClock() }));
      await before.close!();
      expect(await readdir(join(folder, "data"))).toContain("sandbox-lab.db");
      const after = await open(options({}, join(folder, "data")));
      expect((await after.world.read("volume", [id]))[0]).toMatchObject({ id, marker: "machines/new" });
      await after.close!();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("obeys delay and quotas", async () => {
    const adapter = await open(options({ delay: 0, "quota.volumes": 1 }));
    const context = () => immediateContext({ clock: steppingClock(), operation: String(Math.random()) });
    const { id } = await adapter.resources.Volume!.create!(volume, context());
    expect((await adapter.world.read("volume", [id]))[0]?.state).toBe("available");
    await expect(adapter.resources.Volume!.create!(volume, context())).rejects.toMatchObject({ kind: "quota" });
  });

  it("finds the world of another process at its endpoint, and again after closing", async () => {
    const host = await openHost({ clock: systemClock, delay: 0 });
    const server = await serveWorld(host);
    const first = await open(options({ endpoint: server.endpoint }));
    const { id } = await first.resources.Volume!.create!(volume, immediateContext({ clock: systemClock }));
    await first.close!();
    const second = await open(options({ endpoint: server.endpoint }));
    const natives = await gather(second.resources.Volume!.list({}, immediateContext({ clock: systemClock })));
    expect(natives.map((native) => second.resources.Volume!.identify(native).id)).toEqual([id]);
    await second.close!();
    await server.close();
    await expect(gather(second.resources.Volume!.list({}, immediateContext({ clock: steppingClock() })))).rejects.toMatchObject({
      kind: "unavailable",
    });
  }, 30_000);
});
