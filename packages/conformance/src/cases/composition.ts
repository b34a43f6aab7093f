import { expect } from "@jest/globals";
import { JSON_1 } from "../dialect.js";
import { idOf, linkOf } from "../seen.js";
import type { Cases } from "../suite.js";

export const composition: Cases = ({ test, shop, extremes }) => {
  for (const dialect of extremes) {
    test(
      `a template loses the image that is deleted, and is refused until it has another (${dialect.title})`,
      ["Machine.create", "Machine.capture", "MachineImage.delete"],
      async () => {
        const consumer = shop().consumer(dialect);
        const { machineConfig } = await shop().ingredients(consumer);
        const imageLocation = idOf(await shop().machine("STOPPED", {}, consumer));
        const image = await shop().make("machineImages", "MachineImage", { type: "IMAGE", imageLocation }, consumer);
        const content = { name: "base", machineConfig, machineImage: { href: idOf(image) } };
        const template = await shop().make("machineTemplates", "MachineTemplate", content, consumer);
        const before = (await consumer.send("GET", idOf(template))).header("ETag");
        await shop().remove(idOf(image));
        const after = await consumer.send("GET", idOf(template));
        expect([after.seen!.href("machineImage"), after.seen!.text("updated")]).toEqual([undefined, expect.any(String)]);
        expect(after.header("ETag")).not.toBe(before);
        const use = { machineTemplate: { href: idOf(template) } };
        const reply = await consumer.add(await consumer.collection("machines"), "MachineCreate", use);
        expect([reply.status, reply.seen!.text("statusMessage")]).toEqual([400, expect.stringContaining("machineImage")]);
      },
    );

    test(`a template loses the Volume that is deleted (${dialect.title})`, ["Machine.create", "Volume.delete"], async () => {
      const consumer = shop().consumer(dialect);
      const volume = await shop().volume(undefined, consumer);
      const content = { ...(await shop().ingredients(consumer)), volumes: [{ volume: { href: idOf(volume) } }] };
      const template = await shop().make("machineTemplates", "MachineTemplate", content, consumer);
      await shop().remove(idOf(volume));
      expect((await consumer.send("GET", idOf(template))).body).not.toContain(idOf(volume));
    });
  }

  test(
    "5.10.2: a Disk belongs to the disks of its Machine, and those to the Machine",
    ["@2", "Machine.create", "Disk"],
    async () => {
      const consumer = shop().consumer();
      const machine = await shop().machine("STOPPED");
      const disks = await consumer.get(machine.href("disks")!);
      expect(disks.href("parent")).toBe(idOf(machine));
      for (const disk of disks.items) expect((await consumer.get(idOf(disk))).href("parent")).toBe(idOf(disks));
    },
  );

  test("5.5.12: a Collection is neither replaced nor deleted, and in edition 2 tells its last change", ["@1", "@2"], async () => {
    const consumer = shop().consumer();
    const href = await consumer.collection("volumeConfigs");
    const made = await shop().make("volumeConfigs", "VolumeConfiguration", { name: "last", capacity: 1_000_000 });
    const allowed = (await consumer.send("OPTIONS", href)).header("Allow");
    for (const method of ["PUT", "DELETE"]) {
      const reply = await consumer.send(method, href, method === "PUT" ? { body: consumer.body("Collection", {}) } : {});
      expect([reply.status, reply.header("Allow")]).toEqual([405, allowed]);
    }
    const shown = await consumer.get(href);
    expect(Date.parse(shown.text("updated")!)).toBeGreaterThanOrEqual(Date.parse(made.text("created")!));
    const first = shop().consumer(JSON_1);
    expect((await first.get(await first.collection("volumeConfigs"))).names).not.toContain("updated");
    expect(linkOf(shown, "add")?.href).toBe(href);
  });
};
