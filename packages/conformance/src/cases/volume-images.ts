import { expect } from "@jest/globals";
import { XML_1 } from "../dialect.js";
import { idOf } from "../seen.js";
import type { Cases } from "../suite.js";
import { GIGABYTE } from "../workshop.js";

const NEEDS = ["Volume.create", "Volume.snapshot", "VolumeImage"];

export const volumeImages: Cases = ({ test, shop, extremes }) => {
  for (const dialect of extremes) {
    // [5.15.7-1] [5.15.8.1-1] [5.11.1-36]
    test(`a VolumeImage is taken of a Volume, and a Volume made of it (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const volume = await shop().volume(GIGABYTE, consumer);
      const content = { name: "monday", imageLocation: idOf(volume) };
      const image = await shop().make("volumeImages", "VolumeImage", content, consumer);
      expect([image.type, image.text("name"), image.text("state")]).toEqual(["VolumeImage", "monday", "AVAILABLE"]);
      const template = { volumeConfig: { capacity: GIGABYTE }, volumeImage: { href: idOf(image) } };
      const copy = await shop().make("volumes", "VolumeCreate", { volumeTemplate: template }, consumer);
      expect(Number(copy.text("capacity"))).toBeGreaterThanOrEqual(GIGABYTE);
    });
  }

  // [5.15.8.1-3]
  test("it is listed in the Volume's images", [...NEEDS, "Volume#images"], async () => {
    const consumer = shop().consumer();
    const volume = await shop().volume();
    const image = await shop().make("volumeImages", "VolumeImage", { name: "mine", imageLocation: idOf(volume) });
    expect((await consumer.get(volume.href("images")!)).items.map(idOf)).toEqual([idOf(image)]);
  });

  test("edition 1 lists it as VolumeVolumeImage", [...NEEDS, "Volume#images", "@1"], async () => {
    const consumer = shop().consumer(XML_1);
    const volume = await shop().volume(GIGABYTE, consumer);
    const image = await shop().make("volumeImages", "VolumeImage", { name: "mine", imageLocation: idOf(volume) }, consumer);
    const links = await consumer.get(volume.href("images")!);
    expect([links.type, links.items.map((item) => item.href("volumeImage"))]).toEqual([
      "VolumeVolumeImageCollection",
      [idOf(image)],
    ]);
  });

  // [5.15.1.2-1] [5.15.1.2-3] [5.15.1.2-5]
  test("snapshot by its link is the same, restore brings the Volume back", [...NEEDS, "Volume.restore", "@2"], async () => {
    const consumer = shop().consumer();
    const volume = await shop().volume();
    const image = shop().keep(await consumer.produced(await consumer.act(idOf(volume), "snapshot", { name: "by link" })));
    expect([image.type, image.text("name")]).toEqual(["VolumeImage", "by link"]);
    await consumer.done(await consumer.act(idOf(volume), "restore", { image: { href: idOf(image) } }));
    expect((await consumer.get(idOf(volume))).text("state")).toBe("AVAILABLE");
  });

  test("a VolumeImage can be deleted", [...NEEDS, "VolumeImage.delete"], async () => {
    const consumer = shop().consumer();
    const image = await shop().make("volumeImages", "VolumeImage", { imageLocation: idOf(await shop().volume()) });
    await shop().remove(idOf(image));
    expect((await consumer.send("GET", idOf(image))).status).toBe(404);
  });
};
