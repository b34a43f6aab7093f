import { expect } from "@jest/globals";
import { idOf, required, type Seen } from "../seen.js";
import type { Cases } from "../suite.js";
import { GIGABYTE } from "../workshop.js";

export const disks: Cases = ({ test, shop, extremes }) => {
  for (const dialect of extremes) {
    test(`a Machine lists its Disks with their capacities (${dialect.title})`, ["Machine.create", "Disk"], async () => {
      const consumer = shop().consumer(dialect);
      const machine = await shop().machine("STOPPED", {}, consumer);
      const collection = await consumer.get(machine.href("disks")!);
      expect(collection.type).toBe("DiskCollection");
      expect(collection.items.length).toBeGreaterThan(0);
      for (const disk of collection.items) expect(Number(disk.text("capacity"))).toBeGreaterThan(0);
    });

    const needs = ["Machine.create", "Disk.create", "Disk.delete"];
    test(`a Disk is added, at least as large as asked for, and deleted (${dialect.title})`, needs, async () => {
      const consumer = shop().consumer(dialect);
      const href = (await shop().machine("STOPPED", {}, consumer)).href("disks")!;
      const before = (await consumer.get(href)).items.length;
      const added = await consumer.add(href, "Disk", { capacity: GIGABYTE });
      expect(Number((await consumer.made(added)).text("capacity"))).toBeGreaterThanOrEqual(GIGABYTE);
      expect((await consumer.get(href)).items.length).toBe(before + 1);
      const place = required(added.header("Location"), "Location");
      await consumer.done(await consumer.send("DELETE", place));
      expect((await consumer.get(href)).items.length).toBe(before);
      expect((await consumer.send("GET", place)).status).toBe(404);
    });
  }

  for (const [what, least] of Object.entries({ "one disk": 1, "several disks": 2 })) {
    const needs = ["Machine.create", "Disk", "MachineConfiguration#disks"];
    test(`a Machine has at least the Disks that its configuration lists: ${what} (Tables 16 and 20)`, needs, async () => {
      const consumer = shop().consumer();
      const configuration = await shop().configuration(consumer, (one) => one.parts("disks").length >= least);
      const machine = await shop().machine("STOPPED", { machineConfig: { href: idOf(configuration) } });
      const has = capacitiesOf((await consumer.get(machine.href("disks")!)).items);
      const listed = capacitiesOf(configuration.parts("disks"));
      expect(has.length).toBeGreaterThanOrEqual(listed.length);
      expect(listed.filter((capacity, index) => capacity > has[index]!)).toEqual([]);
    });
  }

  test("each Disk is read on its own and names its place", ["Machine.create", "Disk"], async () => {
    const consumer = shop().consumer();
    const machine = await shop().machine("STOPPED");
    for (const item of (await consumer.get(machine.href("disks")!)).items) {
      const disk = await consumer.get(idOf(item));
      expect([disk.type, disk.text("capacity")]).toEqual(["Disk", item.text("capacity")]);
      if (consumer.dialect.edition === 2) expect(disk.href("parent")).toBe(machine.href("disks"));
    }
  });

  test("a Disk without a capacity is refused", ["Machine.create", "Disk.create"], async () => {
    const consumer = shop().consumer();
    const machine = await shop().machine("STOPPED");
    expect((await consumer.add(machine.href("disks")!, "Disk", { name: "no size" })).status).toBe(400);
  });

  test("Disks go with their Machine", ["Machine.create", "Machine.delete", "Disk"], async () => {
    const consumer = shop().consumer();
    const machine = await shop().machine("STOPPED");
    const [disk] = (await consumer.get(machine.href("disks")!)).items;
    await shop().remove(idOf(machine));
    expect((await consumer.send("GET", idOf(disk!))).status).toBe(404);
    expect((await consumer.send("GET", machine.href("disks")!)).status).toBe(404);
  });
};

/** Kilobytes, largest first: the disks hold what is listed when each is as large as the one at its place. */
const capacitiesOf = (disks: readonly Seen[]): readonly number[] =>
  disks.map((disk) => Number(disk.text("capacity"))).toSorted((a, b) => b - a);
