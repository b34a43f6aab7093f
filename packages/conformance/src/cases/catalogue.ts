import { expect } from "@jest/globals";
import type { Content } from "../request.js";
import { idOf, offers, type Seen } from "../seen.js";
import type { Cases } from "../suite.js";

/** What a cloud has of its own: configurations and images, and sizes that survive the way there and back. */
export const catalogue: Cases = ({ test, shop, extremes }) => {
  for (const dialect of extremes) {
    test(`there are configurations, each readable (${dialect.title})`, ["MachineConfiguration"], async () => {
      const consumer = shop().consumer(dialect);
      const items = await consumer.items("machineConfigs");
      expect(items.length).toBeGreaterThan(0);
      for (const item of items.slice(0, SAMPLE))
        expect((await consumer.get(idOf(item))).text("memory")).toBe(item.text("memory"));
    });

    test(`there are images, each readable, AVAILABLE and of a type (${dialect.title})`, ["MachineImage"], async () => {
      const consumer = shop().consumer(dialect);
      const items = await consumer.items("machineImages");
      expect(items.length).toBeGreaterThan(0);
      for (const item of items) {
        const image = await consumer.get(idOf(item));
        expect([image.text("state"), image.text("type")]).toEqual([
          "AVAILABLE",
          expect.stringMatching(/^(IMAGE|SNAPSHOT|PARTIAL_SNAPSHOT)$/),
        ]);
      }
    });
  }

  test("what the cloud owns offers neither edit nor delete", ["MachineConfiguration"], async () => {
    const consumer = shop().consumer();
    const [configuration] = await consumer.items("machineConfigs");
    expect([offers(configuration!, "edit"), offers(configuration!, "delete")]).toEqual([false, false]);
    expect((await consumer.send("DELETE", idOf(configuration!))).status).toBe(405);
  });

  test(
    "native -> CIMI -> native is the identity: a configuration by value is the one it was read from",
    ["Machine.create"],
    async () => {
      const consumer = shop().consumer();
      const smallest = await shop().configuration();
      const machine = await shop().machine("STOPPED", { machineConfig: contentOf(smallest) });
      expect(sizesOf(machine)).toEqual(sizesOf(smallest));
      const disks = (await consumer.get(machine.href("disks")!)).items.map((disk) => Number(disk.text("capacity")));
      expect(disks.toSorted()).toEqual(
        expect.arrayContaining(smallest.parts("disks").map((disk) => Number(disk.text("capacity")))),
      );
    },
  );

  test("a configuration that no cloud has is refused with the nearest ones named", ["Machine.create"], async () => {
    const consumer = shop().consumer();
    const { machineImage } = await shop().ingredients();
    const content = { machineTemplate: { machineImage, machineConfig: { cpu: 999, memory: 12_345 } } };
    const reply = await consumer.add(await consumer.collection("machines"), "MachineCreate", content);
    expect([reply.status, reply.seen!.text("statusMessage")]).toEqual([400, expect.stringMatching(/nearest/)]);
  });
};

/** Items of a long list that are read one by one. */
const SAMPLE = 20;

const sizesOf = (seen: Seen) => ["cpu", "memory", "cpuArch"].map((name) => seen.text(name));

const contentOf = (seen: Seen): Content => ({
  cpu: Number(seen.text("cpu")),
  memory: Number(seen.text("memory")),
  cpuArch: seen.text("cpuArch")!,
  disks: seen.parts("disks").map((disk) => ({ capacity: Number(disk.text("capacity")) })),
});
