import { expect } from "@jest/globals";
import type { Consumer } from "../consumer.js";
import { JSON_2, XML_1 } from "../dialect.js";
import type { Content } from "../request.js";
import { idOf, linkOf, required, type Seen } from "../seen.js";
import type { Cases } from "../suite.js";
import { GIGABYTE } from "../workshop.js";

const NEEDS = ["Machine.create", "Volume.create", "locatedVolume.create", "locatedVolume.delete"];

/** insert and remove are edition 2's. */
const IN_2 = [...NEEDS, "@2"];

/** One thing under four names: insert, connectvolume, edition 1's MachineVolume, edition 2's add with a VolumeCreate. */
export const attachments: Cases = ({ test, shop }) => {
  const pair = async (consumer: Consumer): Promise<{ machine: Seen; volume: Seen; collection: string }> => {
    const volume = await shop().volume(GIGABYTE, consumer);
    const machine = await shop().machine("STOPPED", {}, consumer);
    return { machine, volume, collection: machine.href("volumes")! };
  };
  const connected = async (consumer: Consumer, collection: string): Promise<readonly (string | undefined)[]> =>
    (await consumer.get(collection)).items.map((item) => item.href("volume"));
  const onCollection = async (consumer: Consumer, collection: string, name: string, input: Content) => {
    const { href } = required(linkOf(await consumer.get(collection), name), name);
    return consumer.send("POST", href, { body: consumer.body("Action", { action: name, ...input }) });
  };

  // [5.5.12-5..6] [5.5.12.2-1..2] [5.5.12.3-1..2]
  test("5.5.12.2: insert connects an existing Volume, remove takes it out", IN_2, async () => {
    const consumer = shop().consumer();
    const { volume, collection } = await pair(consumer);
    const job = await consumer.done(await onCollection(consumer, collection, "insert", { volume: { href: idOf(volume) } }));
    expect(await connected(consumer, collection)).toEqual([idOf(volume)]);
    expect([job.href("targetResource"), job.hrefs("affectedResources")]).toEqual([
      collection,
      expect.arrayContaining([collection, idOf(volume)]),
    ]);
    await consumer.done(await onCollection(consumer, collection, "remove", { volume: { href: idOf(volume) } }));
    expect(await connected(consumer, collection)).toEqual([]);
    expect((await consumer.get(idOf(volume))).text("state")).toBe("AVAILABLE");
  });

  // [5.14.1.2-41]
  test("connectvolume is the same", IN_2, async () => {
    const consumer = shop().consumer();
    const { machine, volume, collection } = await pair(consumer);
    const job = await consumer.done(await consumer.act(idOf(machine), "connectvolume", { volume: { href: idOf(volume) } }));
    expect(await connected(consumer, collection)).toEqual([idOf(volume)]);
    expect(job.href("targetResource")).toBe(idOf(machine));
  });

  test("edition 1 adds a MachineVolume, and DELETE of it takes the Volume out", [...NEEDS, "@1"], async () => {
    const consumer = shop().consumer(XML_1);
    const { volume, collection } = await pair(consumer);
    const link = await consumer.made(
      await consumer.add(collection, "MachineVolume", { initialLocation: "/dev/sdf", volume: { href: idOf(volume) } }),
    );
    expect([link.type, link.href("volume"), link.text("initialLocation")]).toEqual(["MachineVolume", idOf(volume), "/dev/sdf"]);
    await consumer.done(await consumer.send("DELETE", idOf(link)));
    expect(await connected(consumer, collection)).toEqual([]);
  });

  test("5.5.12.1: edition 2 adds a VolumeCreate, by a nested Job", IN_2, async () => {
    const consumer = shop().consumer(JSON_2);
    const machine = await shop().machine("STOPPED");
    const collection = machine.href("volumes")!;
    const content = { name: "extra", volumeTemplate: { volumeConfig: { capacity: GIGABYTE } } };
    const reply = await consumer.send("POST", collection, { body: consumer.body("VolumeCreate", content) });
    const volume = shop().keep(await consumer.made(reply));
    shop().keep(machine);
    expect([volume.type, volume.text("name")]).toEqual(["Volume", "extra"]);
    expect(await connected(consumer, collection)).toEqual([idOf(volume)]);
    expect((await consumer.job(reply)).hrefs("nestedJobs")).toHaveLength(1);
  });

  test("DELETE of the association takes the Volume out in edition 2 too", IN_2, async () => {
    const consumer = shop().consumer();
    const { volume, collection } = await pair(consumer);
    await consumer.done(await onCollection(consumer, collection, "insert", { volume: { href: idOf(volume) } }));
    const [link] = (await consumer.get(collection)).items;
    expect(link!.type).toBe("locatedVolume");
    await consumer.done(await consumer.send("DELETE", idOf(link!)));
    expect(await connected(consumer, collection)).toEqual([]);
  });

  test("a Volume that is connected is refused a second Machine and a delete", IN_2, async () => {
    const consumer = shop().consumer();
    const { volume, collection } = await pair(consumer);
    await consumer.done(await onCollection(consumer, collection, "insert", { volume: { href: idOf(volume) } }));
    const second = await shop().machine("STOPPED");
    const again = await onCollection(consumer, second.href("volumes")!, "insert", { volume: { href: idOf(volume) } });
    expect([again.status, again.seen!.type]).toEqual([409, "Job"]);
    expect((await consumer.send("DELETE", idOf(volume))).status).toBe(409);
    await consumer.done(await onCollection(consumer, collection, "remove", { volume: { href: idOf(volume) } }));
  });

  test("insert without a Volume, or of one that is not there, is refused", IN_2, async () => {
    const consumer = shop().consumer();
    const none = `${await consumer.collection("volumes")}/none`;
    const machine = await shop().machine("STOPPED");
    const collection = machine.href("volumes")!;
    expect((await onCollection(consumer, collection, "insert", {})).status).toBe(400);
    expect((await onCollection(consumer, collection, "insert", { volume: { href: none } })).status).toBe(400);
    expect((await onCollection(consumer, collection, "remove", { volume: { href: none } })).status).toBe(409);
  });

  test("a Machine that is deleted leaves its Volumes", [...IN_2, "Machine.delete"], async () => {
    const consumer = shop().consumer();
    const { machine, volume, collection } = await pair(consumer);
    await consumer.done(await onCollection(consumer, collection, "insert", { volume: { href: idOf(volume) } }));
    await shop().remove(idOf(machine));
    expect((await consumer.get(idOf(volume))).text("state")).toBe("AVAILABLE");
  });
};
