import { gather, immediateContext, type SteppingClock } from "@cimi-gateway/adapter";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { type SandboxAdapter, sandboxAdapter } from "./adapter.js";
import { ScopedWorld } from "./scoped-world.js";
import { DELAY, type Scene, scene } from "./testing.js";
import type { World } from "./world/world.js";

const BLUE = { team: "blue", stage: "live" };
const RED = { team: "red", stage: "live" };

let whole: Scene;
let clock: SteppingClock;
let [blue, red]: World[] = [];
let confined: SandboxAdapter;

beforeEach(async () => {
  whole = await scene();
  clock = whole.clock;
  [blue, red] = [BLUE, RED].map((scope) => new ScopedWorld(whole.world, scope));
  confined = sandboxAdapter(whole.world, { scope: BLUE });
});

const KINDS = ["machine", "disk", "attachment", "machineImage", "volume", "volumeImage", "credential"] as const;
const made = async (world: World, kind: (typeof KINDS)[number]): Promise<string[]> =>
  (await world.list(kind, {})).items.filter(({ serial }) => serial > 0).map(({ id }) => id);

/** Makes one of everything, and more along with it. */
async function furnish(world: World): Promise<Record<string, string>> {
  const settle = async (making: Promise<{ id: string }>) => {
    const { id } = await making;
    clock.advance(DELAY);
    return id;
  };
  const machine = await settle(
    world.write("machine.create", { configuration: "large", image: "debian-12", initialState: "off" }),
  );
  const volume = await settle(world.write("volume.create", { size: 1000 }));
  await settle(world.write("machine.attach", { machine, volume }));
  await settle(world.write("disk.create", { machine, size: 1000 }));
  const image = await settle(world.write("machine.snapshot", { machine }));
  const volumeImage = await settle(world.write("volume.snapshot", { volume }));
  const credential = await settle(world.write("credential.create", { key: "ssh-rsa A" }));
  return { machine, volume, image, volumeImage, credential };
}

describe("a scope of the simulated cloud (Contract, Safety per cloud)", () => {
  it("holds all that was made within it, also what was made along: disks, attachments, images", async () => {
    await furnish(blue!);
    const counts = await Promise.all(KINDS.map(async (kind) => [kind, (await made(blue!, kind)).length]));
    expect(Object.fromEntries(counts)).toEqual({
      machine: 1,
      disk: 3,
      attachment: 1,
      machineImage: 1,
      volume: 1,
      volumeImage: 1,
      credential: 1,
    });
    for (const kind of KINDS) expect(await made(whole.world, kind)).toEqual(await made(blue!, kind));
  });

  it("shows nothing of another scope, nor of what bears no tags or half of them", async () => {
    const ids = await furnish(red!);
    await furnish(whole.world);
    await whole.world.write("volume.create", { size: 1, tags: { team: "blue" } });
    for (const kind of KINDS) expect([kind, await made(blue!, kind)]).toEqual([kind, []]);
    expect(await blue!.read("machine", [ids.machine!])).toEqual([]);
    expect(await blue!.list("disk", { owner: ids.machine })).toEqual({ items: [] });
  });

  it("shows what the cloud itself offers", async () => {
    for (const kind of ["machineConfiguration", "machineImage", "volumeImage"] as const)
      expect((await blue!.list(kind, {})).items).toEqual((await whole.world.list(kind, {})).items);
  });

  it("holds the interface of a machine and its addresses, and shows the networks that the cloud itself offers", async () => {
    const { machine } = await furnish(blue!);
    await furnish(red!);
    const [held, ...others] = (await blue!.list("networkInterface", {})).items;
    expect([held?.owner, others]).toEqual([machine, []]);
    expect((await blue!.list("protocolEndpoint", {})).items.map(({ networkInterface }) => networkInterface)).toEqual([
      held?.id,
      held?.id,
    ]);
    for (const kind of ["network", "protocolSegment"] as const)
      expect((await blue!.list(kind, {})).items).toEqual((await whole.world.list(kind, {})).items);
  });

  it("gives the same object for a thing that has not changed", async () => {
    const { volume } = await furnish(blue!);
    const read = async () => (await blue!.read("volume", [volume!]))[0];
    expect(await read()).toBe(await read());
  });

  it.each(["machineImage", "volumeImage"] as const)(
    "takes a %s of another scope for none, as it takes one that is not there",
    async (kind) => {
      const [ids, path] = [await furnish(red!), kind === "machineImage" ? "machine-images" : "volume-images"];
      const outside = `sandbox://${path}/${kind === "machineImage" ? ids.image : ids.volumeImage}`;
      const refusalOf = (uri: string) =>
        blue!.write(`${kind}.create`, { uri }).then(
          () => "made",
          (error: Error) => error.message.replace(uri, "…"),
        );
      expect(await refusalOf(outside)).toBe(await refusalOf(`sandbox://${path}/nothing`));
      expect(await refusalOf(`sandbox://${path}/${kind === "machineImage" ? "debian-12" : "debian-12-root"}`)).toBe("made");
    },
  );

  it("gives a repeated copy its first result although the source is gone (RELIABILITY A1)", async () => {
    const { image } = await furnish(blue!);
    const copy = () => blue!.write("machineImage.create", { uri: `sandbox://machine-images/${image}` }, "token");
    const first = await copy();
    await blue!.write("machineImage.delete", { id: image! });
    clock.advance(DELAY);
    expect((await copy()).id).toBe(first.id);
  });
});

describe("the tags of the scope in the adapter", () => {
  const context = (operation: string) => immediateContext({ clock, adapter: confined, operation });
  const volume = (properties: object) =>
    ({ id: "cimi-1", properties, template: { volumeConfig: { value: { capacity: 1000 } } } }) as never;

  it("are set in the call that makes, and are no properties", async () => {
    const { id } = await confined.resources.Volume!.create!(volume({ a: "1" }), context("one"));
    expect(await whole.see("volume", id)).toMatchObject({ tags: BLUE, properties: { a: "1" } });
    const native = (await confined.resources.Volume!.read([id], context("two"))).get(id);
    expect(confined.resources.Volume!.attributes.properties!(native)).toEqual({ a: "1" });
  });

  it("cannot be written through properties: the refusal names the key, and nothing is made or changed", async () => {
    const { id } = await confined.resources.Volume!.create!(volume({}), context("one"));
    const refusal = { kind: "invalid", message: expect.stringContaining('"stage"') };
    await expect(confined.resources.Volume!.create!(volume({ stage: "test" }), context("two"))).rejects.toMatchObject(refusal);
    const change = confined.resources.Volume!.update!(id, { properties: { stage: "live" } }, context("three"));
    await expect(change).rejects.toMatchObject(refusal);
    expect((await whole.world.census()).made.volume).toBe(1);
  });

  it("stay when all properties are taken away", async () => {
    const { id } = await confined.resources.Volume!.create!(volume({ a: "1" }), context("one"));
    await confined.resources.Volume!.update!(id, { properties: null }, context("two"));
    expect(await whole.see("volume", id)).toMatchObject({ tags: BLUE, properties: undefined });
    const all = await gather(confined.resources.Volume!.list({}, context("three")));
    expect(all).toHaveLength(1);
  });
});
