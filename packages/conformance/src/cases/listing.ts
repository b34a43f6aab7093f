import { expect } from "@jest/globals";
import type { Consumer } from "../consumer.js";
import { XML_1 } from "../dialect.js";
import { idOf } from "../seen.js";
import type { Cases } from "../suite.js";
import { GIGABYTE } from "../workshop.js";

const NEEDS = ["Volume.create"];

/** Every query parameter on Volumes of the cloud, three of them with a mark of their own. */
export const listing: Cases = ({ test, shop, extremes }) => {
  let mark: string | undefined;
  const marked = async (): Promise<string> => {
    if (mark !== undefined) return mark;
    mark = `lot-${Date.now()}`;
    for (const [index, name] of ["b", "a", "c"].entries()) {
      const content = { name, description: mark, volumeTemplate: { volumeConfig: { capacity: (index + 1) * GIGABYTE } } };
      await shop().make("volumes", "VolumeCreate", content);
    }
    return mark;
  };
  const query = async (consumer: Consumer, parameters: string, filter = "") => {
    const wanted = `description='${await marked()}'${filter}`;
    return consumer.get(`${await consumer.collection("volumes")}?$filter=${encodeURIComponent(wanted)}${parameters}`);
  };

  for (const dialect of extremes) {
    // [4.1.6.1-1] [4.1.6.1-7] [5.5.12-4] [5.11.1-6]
    test(`$filter, and count after it (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const all = await query(consumer, "");
      expect([all.text("count"), all.items.length]).toEqual(["3", 3]);
      const smallest = Math.min(...all.items.map((item) => Number(item.text("capacity"))));
      const large = await query(consumer, "", ` and capacity>${smallest}`);
      expect(large.items.map((item) => item.text("name")).toSorted()).toEqual(["a", "c"]);
    });

    // [4.1.6.6-1] [5.11.1-10]
    test(`$orderby, ascending and descending (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const names = async (order: string) => (await query(consumer, `&$orderby=${order}`)).items.map((item) => item.text("name"));
      expect(await names("name:asc")).toEqual(["a", "b", "c"]);
      expect(await names("capacity:desc")).toEqual(["c", "a", "b"]);
    });

    // [4.1.6.2-1..2] [4.1.6.2-10..12] [5.11.1-7]
    test(`$first and $last, after $orderby; count is of all (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const shown = await query(consumer, "&$orderby=name&$first=2&$last=2");
      expect([shown.items.map((item) => item.text("name")), shown.text("count")]).toEqual([["b"], "3"]);
      expect((await query(consumer, "&$first=9")).items).toEqual([]);
    });

    // [4.1.6.3-1..2] [5.11.1-8]
    test(`$select leaves only what it names (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const [volume] = (await query(consumer, "&$orderby=name&$first=1&$last=1")).items;
      const selected = await consumer.get(`${idOf(volume!)}?$select=name,capacity`);
      expect(selected.names.toSorted()).toEqual(["capacity", "name"]);
    });

    // [4.1.6.5-1] [4.1.6.5-4] [5.11.1-9]
    test(`$format goes before Accept (${dialect.title})`, NEEDS, async () => {
      const other = dialect.format === "json" ? "xml" : "json";
      const consumer = shop().consumer({ ...dialect, format: other });
      const target = `${await consumer.collection("volumes")}?$format=${other.toUpperCase()}`;
      const reply = await consumer.send("GET", target, { headers: { accept: `application/${dialect.format}` } });
      expect([reply.status, reply.header("Content-Type")]).toEqual([200, `application/${other}`]);
    });

    // [4.1.6.4-1..3] [5.11.1-5]
    test(`$expand puts in what a reference names (${dialect.title})`, ["Machine.create", "Disk"], async () => {
      const consumer = shop().consumer(dialect);
      const machine = await shop().machine("STOPPED", {}, consumer);
      const disks = (await consumer.get(`${idOf(machine)}?$expand=disks`)).part("disks")!;
      const plain = await consumer.get(machine.href("disks")!);
      expect([idOf(disks), disks.text("count")]).toEqual([idOf(plain), plain.text("count")]);
      expect(disks.items.map((disk) => disk.text("capacity"))).toEqual(plain.items.map((disk) => disk.text("capacity")));
    });
  }

  test("$select on the items of a Collection", NEEDS, async () => {
    const { items } = await query(shop().consumer(), "&$select=name");
    expect(items.map(({ names }) => names)).toEqual(items.map(() => ["name"]));
  });

  test("$filter by a date, a reference's id, a property and a boolean", NEEDS, async () => {
    const consumer = shop().consumer();
    const [volume] = (await query(consumer, "")).items;
    const found = async (filter: string) => (await query(consumer, "", ` and (${filter})`)).items.map(idOf);
    expect(await found(`id='${idOf(volume!)}'`)).toEqual([idOf(volume!)]);
    expect(await found(`created<2001-01-01T00:00:00Z`)).toEqual([]);
    expect(await found(`state='AVAILABLE' or name='nobody'`)).toHaveLength(3);
    expect(await found("property['none']='1'")).toEqual([]);
  });

  test(
    "nativeId and location are shown, and location is filtered",
    [...NEEDS, "Volume#location", "Volume#nativeId", "@2"],
    async () => {
      const consumer = shop().consumer();
      const [volume] = (await query(consumer, "")).items;
      const location = volume!.text("location")!;
      expect(volume!.text("nativeId")).toBeTruthy();
      expect((await query(consumer, "", ` and location='${location}'`)).items).toHaveLength(3);
      expect((await query(consumer, "", " and location='nowhere'")).items).toEqual([]);
    },
  );

  test("states are filtered in the words of the edition", [...NEEDS, "@1"], async () => {
    const consumer = shop().consumer(XML_1);
    const filter = encodeURIComponent("state='CAPTURING'");
    expect((await consumer.get(`${await consumer.collection("volumes")}?$filter=${filter}`)).items).toEqual([]);
  });

  // [4.1.6.2-6]
  test("without $orderby the order is by id", ["MachineImage"], async () => {
    const ids = (await shop().consumer().items("machineImages")).map(idOf);
    expect(ids).toEqual(ids.toSorted());
  });

  test("what is malformed, or names what there is not, is refused", NEEDS, async () => {
    const consumer = shop().consumer();
    const collection = await consumer.collection("volumes");
    for (const bad of [
      "$filter=name",
      "$filter=colour%3D'red'",
      "$first=-1",
      "$last=x",
      "$orderby=name:up",
      "$filter=(name%3D'a'",
    ])
      expect([bad, (await consumer.send("GET", `${collection}?${bad}`)).status]).toEqual([bad, 400]);
    expect((await consumer.send("GET", `${collection}?$format=yaml`)).status).toBe(406);
  });

  // [4.1.6-3]
  test("4.1.6: a parameter that nobody knows is ignored", NEEDS, async () => {
    const consumer = shop().consumer();
    expect((await consumer.send("GET", `${await consumer.collection("volumes")}?$colour=red&other=1`)).status).toBe(200);
  });
};
