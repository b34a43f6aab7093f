import { expect } from "@jest/globals";
import { idOf } from "../seen.js";
import type { Cases } from "../suite.js";
import { GIGABYTE } from "../workshop.js";

export const volumes: Cases = ({ test, shop, extremes }) => {
  for (const dialect of extremes) {
    // [5.15.1-1] [5.15.1-3] [5.11.1-32] [5.11.1-37]
    test(
      `a Volume is made by value, AVAILABLE and at least as large as asked for (${dialect.title})`,
      ["Volume.create"],
      async () => {
        const consumer = shop().consumer(dialect);
        const content = { name: "data", properties: { kept: "yes" }, volumeTemplate: { volumeConfig: { capacity: GIGABYTE } } };
        const volume = await shop().make("volumes", "VolumeCreate", content, consumer);
        expect([volume.text("name"), volume.text("state"), volume.properties]).toEqual(["data", "AVAILABLE", { kept: "yes" }]);
        expect(volume.text("type")).toBe(`http://schemas.dmtf.org/cimi/${dialect.edition}/mapped`);
        expect(Number(volume.text("capacity"))).toBeGreaterThanOrEqual(GIGABYTE);
        expect((await consumer.items("volumes")).map(idOf)).toContain(idOf(volume));
      },
    );

    // [5.15.3-4]
    test(
      `a Volume is made of a VolumeTemplate and a VolumeConfiguration by reference (${dialect.title})`,
      ["Volume.create", "VolumeTemplate.create", "VolumeConfiguration.create"],
      async () => {
        const consumer = shop().consumer(dialect);
        const configuration = await shop().make(
          "volumeConfigs",
          "VolumeConfiguration",
          { name: "one", capacity: GIGABYTE },
          consumer,
        );
        const template = await shop().make(
          "volumeTemplates",
          "VolumeTemplate",
          { volumeConfig: { href: idOf(configuration) } },
          consumer,
        );
        const volume = await shop().make("volumes", "VolumeCreate", { volumeTemplate: { href: idOf(template) } }, consumer);
        expect(Number(volume.text("capacity"))).toBeGreaterThanOrEqual(GIGABYTE);
      },
    );

    test(`the capacity grows (${dialect.title})`, ["Volume.create", "Volume.update"], async () => {
      const consumer = shop().consumer(dialect);
      const volume = await shop().volume(GIGABYTE, consumer);
      const wanted = Number(volume.text("capacity")) * 2;
      await consumer.done(await consumer.put(`${idOf(volume)}?$select=capacity`, "Volume", { capacity: wanted }));
      expect(Number((await consumer.get(idOf(volume))).text("capacity"))).toBeGreaterThanOrEqual(wanted);
    });

    test(
      `a capacity smaller than the present one is refused (${dialect.title})`,
      ["Volume.create", "Volume.update"],
      async () => {
        const consumer = shop().consumer(dialect);
        const volume = await shop().volume(2 * GIGABYTE, consumer);
        const reply = await consumer.put(`${idOf(volume)}?$select=capacity`, "Volume", { capacity: 1 });
        expect([reply.status, reply.seen!.type]).toEqual([400, "Job"]);
        expect((await consumer.get(idOf(volume))).text("capacity")).toBe(volume.text("capacity"));
      },
    );
  }

  test(
    "a location is chosen at create, one that the cloud lacks is refused",
    ["Volume.create", "Volume#location", "@2"],
    async () => {
      const consumer = shop().consumer();
      const location = (await shop().volume()).text("location")!;
      const content = { location, volumeTemplate: { volumeConfig: { capacity: GIGABYTE } } };
      expect((await shop().make("volumes", "VolumeCreate", content)).text("location")).toBe(location);
      const elsewhere = await consumer.add(await consumer.collection("volumes"), "VolumeCreate", {
        ...content,
        location: "nowhere-1",
      });
      expect([elsewhere.status, elsewhere.seen!.type]).toEqual([400, "Job"]);
    },
  );

  test("native -> CIMI -> native is the identity: a capacity that was read is had again", ["Volume.create"], async () => {
    const consumer = shop().consumer();
    for (const asked of [GIGABYTE, GIGABYTE + 1]) {
      const first = Number((await shop().volume(asked)).text("capacity"));
      const second = await consumer.get(idOf(await shop().volume(first)));
      expect([first >= asked, Number(second.text("capacity"))]).toEqual([true, first]);
    }
  });

  test("a capacity that is no whole number of kilobytes is refused", ["Volume.create"], async () => {
    const consumer = shop().consumer();
    const collection = await consumer.collection("volumes");
    for (const capacity of [-1, 0, 1.5, "much"]) {
      const reply = await consumer.add(collection, "VolumeCreate", { volumeTemplate: { volumeConfig: { capacity } } });
      expect([capacity, reply.status]).toEqual([capacity, 400]);
    }
  });
};
