import { expect } from "@jest/globals";
import { idOf, type Seen } from "../seen.js";
import type { Cases } from "../suite.js";

const NEEDS = ["Machine.create", "Machine.update"];
const LABELS = { name: "before", description: "old", properties: { a: "1", b: "2" } };

export const update: Cases = ({ test, shop, extremes }) => {
  const labelled = async (consumer = shop().consumer()) => {
    const content = { ...LABELS, machineTemplate: { initialState: "STOPPED", ...(await shop().ingredients(consumer)) } };
    return shop().make("machines", "MachineCreate", content, consumer);
  };

  for (const dialect of extremes) {
    // [4.2.1.3.1-2..3]
    test(`4.2.1.3.1: $select changes what it names and nothing else (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const machine = await labelled(consumer);
      const reply = await consumer.put(`${idOf(machine)}?$select=name,description`, "Machine", { name: "after" });
      await consumer.done(reply);
      const changed = await consumer.get(idOf(machine));
      expect([changed.text("name"), changed.text("description"), changed.properties]).toEqual([
        "after",
        undefined,
        LABELS.properties,
      ]);
    });

    // [5.1-2]
    test(`properties are replaced as a whole (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const machine = await labelled(consumer);
      await consumer.done(
        await consumer.put(`${idOf(machine)}?$select=properties`, "Machine", { properties: { b: "3", c: "4" } }),
      );
      expect((await consumer.get(idOf(machine))).properties).toEqual({ b: "3", c: "4" });
    });

    test(`a representation sent back as it was read changes nothing (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const machine = await labelled(consumer);
      const before = await consumer.send("GET", idOf(machine));
      const reply = await consumer.send("PUT", idOf(machine), { body: before.body });
      expect([reply.status, reply.header("ETag")]).toEqual([200, before.header("ETag")]);
      await consumer.done(reply);
    });
  }

  test("a full PUT replaces what is writable; what is absent is removed", NEEDS, async () => {
    const consumer = shop().consumer();
    const machine = await labelled();
    const kept = { cpu: Number(machine.text("cpu")), memory: Number(machine.text("memory")) };
    await consumer.done(await consumer.put(idOf(machine), "Machine", { name: "alone", ...kept }));
    const changed = await consumer.get(idOf(machine));
    expect([changed.text("name"), changed.text("description"), changed.properties]).toEqual(["alone", undefined, {}]);
  });

  // [4.2.1.3-3]
  test("what is read-only is silently ignored", NEEDS, async () => {
    const consumer = shop().consumer();
    const machine = await labelled();
    const content = { state: "STARTED", created: "1999-01-01T00:00:00Z", id: "http://elsewhere.test/1", cpuArch: "Z80" };
    const reply = await consumer.put(`${idOf(machine)}?$select=name,state,created,id,cpuArch`, "Machine", {
      name: "same",
      ...content,
    });
    await consumer.done(reply);
    const changed = await consumer.get(idOf(machine));
    const names = ["id", "state", "created", "cpuArch"];
    expect(names.map((name) => changed.text(name))).toEqual(names.map((name) => machine.text(name)));
    expect(changed.text("name")).toBe("same");
  });

  // [5.3-3]
  test("5.3: an unknown attribute is refused and changes nothing", NEEDS, async () => {
    const consumer = shop().consumer();
    const machine = await labelled();
    const reply = await consumer.put(`${idOf(machine)}?$select=name`, "Machine", { name: "other", colour: "red" });
    expect([reply.status, reply.seen!.text("statusMessage")]).toEqual([400, expect.stringContaining("colour")]);
    expect((await consumer.get(idOf(machine))).text("name")).toBe("before");
  });

  // [4.2.1.3.1-4]
  test("4.2.1.3.1: an attribute that $select does not name is refused", NEEDS, async () => {
    const machine = await labelled();
    const reply = await shop()
      .consumer()
      .put(`${idOf(machine)}?$select=name`, "Machine", { name: "other", description: "no" });
    expect(reply.status).toBe(400);
  });

  test("a Volume is labelled, its capacity stays", ["Volume.create", "Volume.update"], async () => {
    const volume = await shop().volume();
    const changed = await relabelled(volume, "Volume");
    expect(changed.text("capacity")).toBe(volume.text("capacity"));
  });

  test("a MachineImage is labelled", ["Machine.create", "Machine.capture", "MachineImage.update"], async () => {
    const content = { type: "IMAGE", imageLocation: idOf(await shop().machine("STOPPED")) };
    await relabelled(await shop().make("machineImages", "MachineImage", content), "MachineImage");
  });

  test("cpu and memory become those of another configuration while STOPPED", NEEDS, async () => {
    const consumer = shop().consumer();
    const machine = await labelled();
    const others = (await consumer.items("machineConfigs")).filter(
      (one) => one.text("cpuArch") === machine.text("cpuArch") && one.text("memory") !== machine.text("memory"),
    );
    const [cpu, memory] = ["cpu", "memory"].map((name) => Number(others[0]!.text(name)));
    await consumer.done(await consumer.put(`${idOf(machine)}?$select=cpu,memory`, "Machine", { cpu, memory }));
    const changed = await consumer.get(idOf(machine));
    expect([changed.text("cpu"), changed.text("memory"), changed.text("name")]).toEqual([`${cpu}`, `${memory}`, "before"]);
  });

  async function relabelled(resource: Seen, type: string): Promise<Seen> {
    const consumer = shop().consumer();
    const content = { name: "labelled", properties: { k: "v" } };
    await consumer.done(await consumer.put(`${idOf(resource)}?$select=name,properties`, type, content));
    const changed = await consumer.get(idOf(resource));
    expect([changed.text("name"), changed.properties]).toEqual(["labelled", { k: "v" }]);
    return changed;
  }
};
