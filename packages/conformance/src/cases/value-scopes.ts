import { expect } from "@jest/globals";
import { JSON_2, XML_1 } from "../dialect.js";
import { idOf, linkOf, type Seen } from "../seen.js";
import type { Cases } from "../suite.js";
import { GIGABYTE } from "../workshop.js";

const VOLUME = "http://schemas.dmtf.org/cimi/2/Volume";
const NEEDS = ["@2", "CloudEntryPoint?ValueScopes", "Volume.create"];
const AT_MOST = (gigabytes: number) => [{ capacity: { maximum: gigabytes, units: "gigabytes" } }];
const MOST = 2_000;

/** 5.11, 5.5.14: consumers say which values attributes may take, of a type, of what is made from a template, and of one resource. */
export const valueScopes: Cases = ({ test, shop }) => {
  test("the value scopes of a type are changed, shown in edition 2 alone, and taken back", [...NEEDS, "@1"], async () => {
    const consumer = shop().consumer();
    const metadata = await typeMetadata();
    const before = await consumer.send("GET", idOf(metadata));
    await scope(idOf(metadata), AT_MOST(MOST));
    const after = await consumer.send("GET", idOf(metadata));
    expect([after.header("ETag") === before.header("ETag"), after.body]).toEqual([false, expect.stringContaining("gigabytes")]);
    const first = shop().consumer(XML_1);
    expect((await typeMetadata(first)).names).not.toContain("vscope");
    await scope(idOf(metadata), undefined);
    expect((await consumer.get(idOf(metadata))).parts("vscope").length).toBe(metadata.parts("vscope").length);
  });

  test("a value outside is refused, and the answer says what is accepted", NEEDS, async () => {
    const metadata = await typeMetadata();
    await scope(idOf(metadata), AT_MOST(MOST));
    const reply = await make((MOST + 1) * GIGABYTE);
    await scope(idOf(metadata), undefined);
    expect([reply.status, reply.seen!.text("statusMessage")]).toEqual([
      400,
      expect.stringMatching(/capacity: .*accepted: 2000 or less gigabytes/),
    ]);
  });

  test(
    "what is made from a template has the ResourceMetadata that it names, which governs it until it is deleted",
    NEEDS,
    async () => {
      const consumer = shop().consumer();
      const mine = await own();
      const governed = { volumeTemplate: { volumeConfig: { capacity: GIGABYTE }, genResourceMetadata: { href: idOf(mine) } } };
      const volume = await shop().make("volumes", "VolumeCreate", governed);
      expect(volume.href("resourceMetadata")).toBe(idOf(mine));
      const refused = await make((MOST + 1) * GIGABYTE, { genResourceMetadata: { href: idOf(mine) } });
      expect(refused.status).toBe(400);
      await shop().remove(idOf(mine));
      expect((await consumer.get(idOf(volume))).href("resourceMetadata")).toBeUndefined();
    },
  );

  test("one resource is governed by the ResourceMetadata that it is made to refer to", [...NEEDS, "Volume.update"], async () => {
    const consumer = shop().consumer();
    const volume = await shop().volume();
    const mine = await own();
    const put = (name: string, content: Parameters<typeof consumer.put>[2]) =>
      consumer.put(`${idOf(volume)}?$select=${name}`, "Volume", content);
    await consumer.done(await put("resourceMetadata", { resourceMetadata: { href: idOf(mine) } }));
    expect((await consumer.get(idOf(volume))).href("resourceMetadata")).toBe(idOf(mine));
    expect((await put("capacity", { capacity: (MOST + 1) * GIGABYTE })).status).toBe(400);
    await consumer.done(await put("resourceMetadata", {}));
    expect((await consumer.get(idOf(volume))).href("resourceMetadata")).toBeUndefined();
  });

  test("what the cloud says of itself is changed in nothing else, and not deleted", NEEDS, async () => {
    const consumer = shop().consumer();
    const metadata = await typeMetadata();
    expect([linkOf(metadata, "edit") !== undefined, linkOf(metadata, "delete")]).toEqual([true, undefined]);
    const reply = await consumer.put(`${idOf(metadata)}?$select=name`, "ResourceMetadata", { name: "other" });
    expect([reply.status, reply.seen!.text("statusMessage")]).toEqual([400, expect.stringContaining("vscope")]);
  });

  const typeMetadata = async (consumer = shop().consumer()): Promise<Seen> => {
    const all = await consumer.items("resourceMetadata");
    return all.find((seen) => seen.text("name") === "Volume")!;
  };

  /** JSON alone: the XML of a scope has an element for each attribute, which other XML has not. */
  const scope = async (target: string, vscope: object | undefined): Promise<void> => {
    const consumer = shop().consumer(JSON_2);
    const body = JSON.stringify({ resourceURI: "http://schemas.dmtf.org/cimi/2/ResourceMetadata", vscope });
    await consumer.done(await consumer.send("PUT", `${target}?$select=vscope`, { body }));
  };

  const own = async (): Promise<Seen> => {
    const mine = await shop().make("resourceMetadata", "ResourceMetadata", { name: "mine", typeURI: VOLUME });
    await scope(idOf(mine), AT_MOST(MOST));
    return mine;
  };

  const make = async (capacity: number, template = {}) => {
    const consumer = shop().consumer();
    const content = { volumeTemplate: { volumeConfig: { capacity }, ...template } };
    return consumer.add(await consumer.collection("volumes"), "VolumeCreate", content);
  };
};
