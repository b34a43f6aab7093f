import { expect } from "@jest/globals";
import type { Consumer } from "../consumer.js";
import { idOf, linkOf, type Seen } from "../seen.js";
import type { Cases } from "../suite.js";

const COLLECTIONS = ["resourceMetadata", "machines", "machineImages", "machineConfigs"];

/** The lines of 7.1, each in every dialect. */
export const clause7: Cases = ({ test, shop, dialects }) => {
  for (const dialect of dialects) {
    const line = (title: string, needs: readonly string[], run: (consumer: Consumer) => Promise<void>) =>
      test(`${title} (${dialect.title})`, needs, () => run(shop().consumer(dialect)));

    // [7-1] [5.12-4]
    line("the Cloud Entry Point has resourceMetadata, machines, machineImages, machineConfigs", [], async (consumer) => {
      const entry = await consumer.get(consumer.entryPoint);
      expect(entry.type).toBe("CloudEntryPoint");
      expect(COLLECTIONS.filter((name) => entry.href(name)?.startsWith(consumer.base))).toEqual(COLLECTIONS);
      expect(entry.text("baseURI")).toBe(consumer.base);
      expect(entry.text("name")).toBeTruthy();
    });

    line("a delete of the Cloud Entry Point is never offered", [], async (consumer) => {
      const entry = await consumer.get(consumer.entryPoint);
      expect(linkOf(entry, "delete")).toBeUndefined();
      expect((await consumer.send("DELETE", idOf(entry))).status).toBe(405);
    });

    // [5.14.1-2] [5.3-1]
    line("a Machine has cpu, memory, disks, cpuArch", ["Machine.create"], async (consumer) => {
      const machine = await shop().machine("STOPPED", {}, consumer);
      expect(numbers(machine, ["cpu", "memory"])).toEqual([true, true]);
      expect(machine.text("cpuArch")).toMatch(/^[A-Za-z0-9_-]+$/);
      expect((await consumer.get(machine.href("disks")!)).type).toBe("DiskCollection");
      expectCommon(machine);
    });

    line("a Machine has cpuSpeed", ["Machine.create", "Machine#cpuSpeed"], async (consumer) => {
      const machine = await shop().machine("STOPPED", {}, consumer);
      expect(numbers(machine, ["cpuSpeed"])).toEqual([true]);
    });

    line("a MachineImage has imageLocation", ["MachineImage"], async (consumer) => {
      const [image] = await consumer.items("machineImages");
      expect(image!.href("imageLocation") ?? image!.text("imageLocation")).toBeTruthy();
      expectCommon(image!);
    });

    line("a MachineConfiguration has cpu, memory, disks, cpuArch", ["MachineConfiguration#disks"], async (consumer) => {
      const offered = await consumer.items("machineConfigs");
      for (const configuration of offered) {
        expect(numbers(configuration, ["cpu", "memory"])).toEqual([true, true]);
        expect(configuration.text("cpuArch")).toBeTruthy();
        expectCommon(configuration);
      }
      // 5.5.15: an empty array is left out, so that not every configuration has one.
      const name = dialect.format === "xml" && dialect.edition === 1 ? "disk" : "disks";
      expect(offered.some(({ names }) => names.includes(name))).toBe(true);
    });

    line("a MachineConfiguration has cpuSpeed", ["MachineConfiguration#cpuSpeed"], async (consumer) => {
      const offered = await consumer.items("machineConfigs");
      expect(offered.some((configuration) => numbers(configuration, ["cpuSpeed"])[0])).toBe(true);
    });

    // [5.11-1..2]
    line("ResourceMetadata has typeURI, name and attributes with their fields", [], async (consumer) => {
      for (const metadata of await consumer.items("resourceMetadata")) {
        expect(metadata.text("typeURI")).toContain(`/cimi/${dialect.edition}/`);
        expect(metadata.text("name")).toBeTruthy();
        for (const attribute of metadata.parts("attributes"))
          expect(attribute.names).toEqual(expect.arrayContaining(FIELDS[dialect.edition]));
      }
    });

    line("a Machine is made from template data by value", ["Machine.create"], async (consumer) => {
      const machine = await shop().machine("STOPPED", {}, consumer);
      expect([machine.type, machine.text("state")]).toEqual(["Machine", "STOPPED"]);
    });

    // [4.1-1] [4.1-3] [5.5.12-2] [5.5.12-9]
    line("Collections are as 5.5.12 says", ["Machine.create"], async (consumer) => {
      await shop().machine("STOPPED", {}, consumer);
      for (const name of COLLECTIONS) await expectCollection(consumer, await consumer.collection(name));
    });

    // [5.5.12.1-1..2]
    line("a MachineConfiguration can be made and deleted", ["MachineConfiguration.create"], async (consumer) => {
      const collection = await consumer.collection("machineConfigs");
      const content = { name: "mine", cpu: 3, memory: 3_145_728, cpuArch: "x86_64" };
      await madeAndDeleted(consumer, collection, "MachineConfiguration", content);
    });

    line("ResourceMetadata can be made and deleted", ["ResourceMetadata.create"], async (consumer) => {
      const typeURI = `http://schemas.dmtf.org/cimi/${dialect.edition}/Machine`;
      await madeAndDeleted(consumer, await consumer.collection("resourceMetadata"), "ResourceMetadata", {
        name: "Machine",
        typeURI,
      });
    });

    line(
      "a Machine and a MachineImage can be made and deleted",
      ["Machine.capture", "Machine.delete", "MachineImage.delete"],
      async (consumer) => {
        const machine = await shop().machine("STOPPED", {}, consumer);
        const image = { name: "taken", type: "IMAGE", imageLocation: idOf(machine) };
        await madeAndDeleted(consumer, await consumer.collection("machineImages"), "MachineImage", image);
        await consumer.done(await consumer.send("DELETE", idOf(machine)));
        expect((await consumer.send("GET", idOf(machine))).status).toBe(404);
      },
    );
  }
};

/** Of 5.11's attribute type, without consumerMandatory; namespace and type belong to extensions. Edition 1 knows fewer. */
const FIELDS = { 1: ["name", "required"], 2: ["name", "providerMandatory", "mutable", "consumerWritable"] };

const numbers = (seen: Seen, names: readonly string[]): boolean[] => names.map((name) => Number(seen.text(name)) > 0);

/** Table 5: what every representation has that has a value. */
const expectCommon = (seen: Seen): void => expect(idOf(seen)).toMatch(/^https?:/);

/** Items of a long list that are read one by one. */
const SAMPLE = 20;

async function expectCollection(consumer: Consumer, href: string): Promise<void> {
  const collection = await consumer.get(href);
  expect(collection.type).toMatch(/Collection$/);
  expect(idOf(collection)).toBe(href);
  // 5.5.12: a provider may return fewer than there are.
  expect(Number(collection.text("count"))).toBeGreaterThanOrEqual(collection.items.length);
  for (const item of collection.items.slice(0, SAMPLE))
    expect((await consumer.get(idOf(item))).text("name")).toBe(item.text("name"));
}

async function madeAndDeleted(
  consumer: Consumer,
  collection: string,
  type: string,
  content: Parameters<Consumer["add"]>[2],
): Promise<void> {
  const made = await consumer.made(await consumer.add(collection, type, content));
  expect([made.type, made.text("name")]).toEqual([type, content.name]);
  expect((await consumer.get(collection)).items.map(idOf)).toContain(idOf(made));
  await consumer.done(await consumer.send("DELETE", linkOf(made, "delete")!.href));
  expect((await consumer.send("GET", idOf(made))).status).toBe(404);
}
