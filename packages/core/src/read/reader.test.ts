import { ProviderFault, type SteppingClock, steppingClock } from "@cimi-gateway/adapter";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { FakeResource, type FakeService, serviceOf, settled } from "../testing.js";
import type { Owner, Reader } from "./reader.js";

const UUID = "0b2f6c1e-0000-4000-8000-000000000001";

let clock: SteppingClock;
let machines: FakeResource;
let images: FakeResource;
let disks: FakeResource;
let service: FakeService;
let reader: Reader;
beforeEach(async () => {
  clock = steppingClock();
  machines = new FakeResource(
    ["name"],
    [
      { id: "i-2", name: "two" },
      { id: "i-1", name: "one" },
    ],
  );
  images = new FakeResource(["name"], [{ id: "img-1", owner: "i-1" }, { id: "img-2" }]);
  disks = new FakeResource(
    ["capacity"],
    [
      { id: "d-1", owner: "i-1" },
      { id: "d-2", owner: "i-2" },
    ],
  );
  service = await serviceOf({ Machine: machines.adapter, MachineImage: images.adapter, Disk: disks.adapter }, { clock });
  reader = service.reader;
});
afterEach(() => service.close());

const name = async (id: string) => (await reader.find("Machine", id))?.values.name;

describe("reads of one resource", () => {
  it("that are under way at the same time are one (DESIGN, the adapter contract)", async () => {
    const found = await Promise.all(Array.from({ length: 100 }, () => reader.find("Machine", "i-1")));
    expect(machines.calls).toEqual(["read i-1"]);
    expect(new Set(found).size).toBe(1);
  });

  it("are always new, so that If-Match compares what is there now", async () => {
    await name("i-1");
    machines.things.set("i-1", { id: "i-1", name: "changed" });
    expect(await name("i-1")).toBe("changed");
  });

  it("that began before a write are not shared with those after it", async () => {
    let answer = (): void => {};
    const slow = new FakeResource(["name"], [], {
      read: async () => {
        const held = new Map(machines.things);
        await new Promise<void>((resolve) => (answer = resolve));
        return held;
      },
    });
    await service.close();
    service = await serviceOf({ Machine: slow.adapter });
    const before = service.reader.find("Machine", "i-1");
    await settled();
    const answerFirst = answer;
    machines.things.set("i-1", { id: "i-1", name: "changed" });
    service.reader.forget("Machine");
    const after = service.reader.find("Machine", "i-1");
    await settled();
    answerFirst();
    answer();
    expect([(await before)!.values.name, (await after)!.values.name]).toEqual(["one", "changed"]);
  });

  it("keep apart what only looks alike", async () => {
    images.things.set("i-1 img-1", { id: "i-1 img-1", name: "with a blank" });
    const parent = { type: "Machine", id: "i-1", attribute: "snapshots" };
    const [plain, nested] = await Promise.all([
      reader.find("MachineImage", "i-1 img-1"),
      reader.find("MachineImage", "img-1", parent),
    ]);
    expect([plain!.id, nested!.id]).toEqual(["i-1 img-1", "img-1"]);
  });

  it("that fail are not remembered", async () => {
    let failing = true;
    const { adapter } = new FakeResource([], [], {
      read: async (ids) => {
        if (failing) throw new ProviderFault("unavailable", "down");
        return new Map(ids.map((id) => [id, { id }]));
      },
    });
    await service.close();
    service = await serviceOf({ Machine: adapter });
    await expect(service.reader.find("Machine", "i-1")).rejects.toMatchObject({ kind: "unavailable" });
    failing = false;
    expect(await service.reader.find("Machine", "i-1")).toBeDefined();
  });

  it("of a type that is not served are 404", async () => {
    await expect(reader.find("Volume", "1")).rejects.toMatchObject({ status: 404 });
  });
});

describe("ids", () => {
  it("lead to the native object that the store names", async () => {
    await service.store.identities.assign(service.cloud.scope, "Machine", UUID, "i-1");
    machines.things.set("i-1", { id: "i-1", marker: UUID, name: "one" });
    expect(await reader.find("Machine", UUID)).toMatchObject({ id: UUID, nativeId: "i-1" });
  });

  it("are found again by the marker after the loss of the store, and then known", async () => {
    machines.things.set("i-1", { id: "i-1", marker: UUID, name: "one" });
    expect((await reader.find("Machine", UUID))!.nativeId).toBe("i-1");
    machines.calls.length = 0;
    await reader.find("Machine", UUID);
    expect(machines.calls).toEqual(["read i-1"]);
  });

  it("that nothing has cost no list, unless the gateway may have made them", async () => {
    expect(await reader.find("Machine", "i-9")).toBeUndefined();
    expect(machines.calls).toEqual(["read i-9"]);
  });
});

describe("lists", () => {
  it("are complete, in the order of ids, and tell when they were read", async () => {
    const { entities, readAt } = await reader.list("Machine");
    expect([entities.map(({ id }) => id), readAt]).toEqual([["i-1", "i-2"], clock.now()]);
  });

  it("serve until they are too old (DESIGN, Lists and counts)", async () => {
    const first = await reader.list("Machine");
    clock.advance(service.limits.listAge);
    expect(await reader.list("Machine")).toBe(first);
    clock.advance(1);
    expect(await reader.list("Machine")).not.toBe(first);
    expect(machines.calls).toEqual(["list", "list"]);
  });

  it("that are under way are shared, however long they take (DESIGN, Lists and counts)", async () => {
    const first = reader.list("Machine");
    clock.advance(service.limits.listAge + 1);
    expect(await reader.list("Machine")).toBe(await first);
    expect(machines.calls).toEqual(["list"]);
  });

  it("are read anew after a write of their type, and of no other", async () => {
    const [first, other] = [await reader.list("Machine"), await reader.list("MachineImage")];
    reader.forget("Machine");
    expect(await reader.list("Machine")).not.toBe(first);
    expect(await reader.list("MachineImage")).toBe(other);
  });

  it("that fail are not remembered", async () => {
    let failing = true;
    const { adapter } = new FakeResource([], [], {
      async *list() {
        if (failing) throw new ProviderFault("unavailable", "down");
        yield [{ id: "i-1" }];
      },
    });
    await service.close();
    service = await serviceOf({ Machine: adapter });
    await expect(service.reader.list("Machine")).rejects.toThrow("down");
    failing = false;
    expect((await service.reader.list("Machine")).entities).toHaveLength(1);
  });

  it("of what the gateway keeps are always new", async () => {
    expect((await reader.list("Job")).entities).toEqual([]);
    const { settled: done } = await service.runner.submit({
      intent: { kind: "nothing", type: "Machine" },
      action: "edit",
      target: "machines/i-1",
    });
    await done;
    expect((await reader.list("Job")).entities).toHaveLength(1);
  });
});

describe("Collections within a resource", () => {
  const within = (id: string, attribute: string) => ({ type: "Machine", id, attribute });

  it("hold what is the parent's, under its path", async () => {
    const { entities } = await reader.list("Disk", within("i-1", "disks"));
    expect(entities.map(({ path }) => path)).toEqual(["machines/i-1/disks/d-1"]);
  });

  it("that only list what lives elsewhere hold nothing else (5.5.12)", async () => {
    const snapshots = within("i-1", "snapshots");
    expect((await reader.find("MachineImage", "img-1", snapshots))!.path).toBe("machineImages/img-1");
    expect(await reader.find("MachineImage", "img-2", snapshots)).toBeUndefined();
    expect(await reader.find("MachineImage", "img-2")).toBeDefined();
  });
});

describe("Collections of many resources", () => {
  const ownersAt = (readAt: number) =>
    ["i-1", "i-2"].map((id) => ({
      parent: { type: "Machine", id, attribute: "disks" },
      nativeId: id,
      native: machines.things.get(id),
      readAt,
    }));
  let owners: readonly Owner[];
  beforeEach(() => {
    owners = ownersAt(clock.now());
  });
  const paths = async () => (await reader.lists("Disk", owners)).map(({ entities }) => entities.map(({ path }) => path).join());
  const both = ["machines/i-1/disks/d-1", "machines/i-2/disks/d-2"];

  async function together(limits = {}): Promise<FakeResource> {
    const resource: FakeResource = new FakeResource(["capacity"], [...disks.things.values()], {
      listWithin: async (parents) => {
        resource.calls.push(`within ${parents.join(",")}`);
        const held = [...resource.things.values()];
        return new Map(parents.map((parent) => [parent, held.filter(({ owner }) => owner === parent)]));
      },
    });
    await service.close();
    service = await serviceOf({ Machine: machines.adapter, Disk: resource.adapter }, { clock, limits });
    reader = service.reader;
    return resource;
  }

  it("are read together where the adapter can, and serve until they are too old (DESIGN, Lists and counts)", async () => {
    const { calls } = await together();
    expect(await paths()).toEqual(both);
    await reader.list("Disk", owners[0]!.parent);
    expect(await paths()).toEqual(both);
    expect(calls).toEqual(["within i-1,i-2"]);
  });

  it("are told by their owners as the request has read them, together and alone (DESIGN, the adapter contract)", async () => {
    const told: unknown[] = [];
    await together();
    const { adapter } = reader.source("Disk");
    const { listWithin, list } = adapter;
    Object.assign(adapter, {
      listWithin: ((parents, context, holders) => {
        told.push([...holders.values()]);
        return listWithin!(parents, context, holders);
      }) satisfies NonNullable<typeof listWithin>,
      list: ((query, context) => {
        told.push(query);
        return list(query, context);
      }) satisfies typeof list,
    });
    await paths();
    reader.forget("Disk");
    await reader.list("Disk", owners[0]!.parent, owners[0]);
    const [two, one] = [...machines.things.values()];
    expect(told).toEqual([[one, two], { parent: "i-1", holder: one }]);
  });

  it("are as old as the owners that tell them", async () => {
    const { calls } = await together({ listAge: 2000 });
    const readAt = clock.now();
    clock.advance(1500);
    expect((await reader.lists("Disk", owners)).map((listing) => listing.readAt)).toEqual([readAt, readAt]);
    await paths();
    clock.advance(600);
    await paths();
    expect(calls).toEqual(["within i-1,i-2", "within i-1,i-2"]);
  });

  it("are kept for nobody else where a write has overtaken their owners", async () => {
    const { calls } = await together();
    clock.advance(1);
    reader.forget("Disk");
    await paths();
    owners = ownersAt(clock.now() + 1);
    clock.advance(1);
    await paths();
    await paths();
    expect(calls).toEqual(["within i-1,i-2", "within i-1,i-2"]);
  });

  it("are read one by one where it cannot", async () => {
    expect(await paths()).toEqual(both);
    expect(disks.calls).toEqual(["list", "list"]);
  });

  it("of which some are fresh cost the others only", async () => {
    const { calls } = await together();
    await reader.list("Disk", owners[0]!.parent);
    expect(await paths()).toEqual(both);
    expect(calls).toEqual(["list", "list"]);
  });

  it("are read anew after a write", async () => {
    const resource = await together();
    await paths();
    resource.things.delete("d-2");
    reader.forget("Disk");
    expect(await paths()).toEqual([both[0], ""]);
  });

  it("that fail are not remembered", async () => {
    await together();
    const { adapter } = reader.source("Disk");
    const { listWithin } = adapter;
    Object.assign(adapter, { listWithin: () => Promise.reject(new ProviderFault("unavailable", "down")) });
    await expect(reader.lists("Disk", owners)).rejects.toThrow("down");
    Object.assign(adapter, { listWithin });
    expect(await paths()).toEqual(both);
  });
});

describe("many resources of a type", () => {
  it("are one read; what does not exist is absent", async () => {
    const found = await reader.findAll("Machine", ["i-2", "i-9", "i-1"]);
    expect([...found].map(([id, { path }]) => [id, path])).toEqual([
      ["i-2", "machines/i-2"],
      ["i-1", "machines/i-1"],
    ]);
    expect(machines.calls).toEqual(["read i-2,i-9,i-1"]);
  });

  it("are known by the ids that the store names, and by their markers after its loss", async () => {
    const lost = UUID.replace(/1$/, "2");
    machines.things.set("i-1", { id: "i-1", marker: UUID });
    machines.things.set("i-2", { id: "i-2", marker: lost });
    await service.store.identities.assign(service.cloud.scope, "Machine", UUID, "i-1");
    const found = await reader.findAll("Machine", [UUID, lost]);
    expect([...found].map(([id, { nativeId }]) => [id, nativeId])).toEqual([
      [UUID, "i-1"],
      [lost, "i-2"],
    ]);
  });
});

describe("the context of a read", () => {
  it("ends after a time, and is the same signal whenever it is asked for", () => {
    const context = reader.context();
    expect(context.signal.aborted).toBe(false);
    expect(context.signal).toBe(context.signal);
    expect(context.tenant).toBe("tenant");
  });
});

describe("what the cloud does not serve", () => {
  it("is 404 at once, and leaves no read behind that fails later and ends the process (RELIABILITY)", async () => {
    await expect(reader.list("Meter")).rejects.toMatchObject({ status: 404 });
    await expect(reader.find("Meter", "1")).rejects.toMatchObject({ status: 404 });
    await settled();
  });
});
