import { expect } from "@jest/globals";
import { type Dialect, XML_1 } from "../dialect.js";
import type { Content } from "../request.js";
import { idOf, linkOf, required, type Seen } from "../seen.js";
import type { Cases } from "../suite.js";

export const machineImages: Cases = ({ test, shop, presence, extremes }) => {
  /** An image by POST of a MachineImage to the link that an operation gives. */
  const taken = async (machine: Seen, operation: string, content: Content, dialect?: Dialect): Promise<Seen> => {
    const consumer = shop().consumer(dialect);
    const { href } = required(linkOf(await consumer.get(idOf(machine)), operation), operation);
    return shop().keep(
      await consumer.produced(await consumer.send("POST", href, { body: consumer.body("MachineImage", content) })),
    );
  };

  for (const dialect of extremes) {
    // [5.14.1.2-35] [5.14.7-1]
    test(
      `capture by its link makes an IMAGE, and the Machine stays as it was (${dialect.title})`,
      ["Machine.create", "Machine.capture"],
      async () => {
        const consumer = shop().consumer(dialect);
        const machine = await shop().machine("STOPPED", {}, consumer);
        const image = await taken(machine, "capture", { name: "golden", properties: { made: "by hand" } }, dialect);
        expect([image.type, image.text("name"), image.text("type"), image.text("state")]).toEqual([
          "MachineImage",
          "golden",
          "IMAGE",
          "AVAILABLE",
        ]);
        expect(image.properties).toEqual({ made: "by hand" });
        expect((await consumer.get(idOf(machine))).text("state")).toBe("STOPPED");
      },
    );

    // [5.14.7.1-1..3]
    test(`capture by a MachineImage with imageLocation (${dialect.title})`, ["Machine.create", "Machine.capture"], async () => {
      const consumer = shop().consumer(dialect);
      const machine = await shop().machine("STOPPED", {}, consumer);
      const image = await shop().make(
        "machineImages",
        "MachineImage",
        { name: "posted", type: "IMAGE", imageLocation: idOf(machine) },
        consumer,
      );
      expect([image.text("type"), image.text("state")]).toEqual(["IMAGE", "AVAILABLE"]);
      expect((await consumer.items("machineImages")).map(idOf)).toContain(idOf(image));
    });
  }

  // [5.14.7.1-4]
  test("a new Machine can be made of a captured image", ["Machine.create", "Machine.capture"], async () => {
    const image = await taken(await shop().machine("STOPPED"), "capture", { name: "again" });
    expect((await shop().machine("STOPPED", { machineImage: { href: idOf(image) } })).text("state")).toBe("STOPPED");
  });

  // [5.14.1.2-36] [5.14.7.1-6]
  test(
    "a snapshot is listed in snapshots and is the latestSnapshot",
    ["Machine.create", "Machine.snapshot", "Machine#snapshots"],
    async () => {
      const consumer = shop().consumer();
      const machine = await shop().machine("STOPPED");
      const image = await taken(machine, "snapshot", { name: "before" });
      expect(image.text("type")).toBe("SNAPSHOT");
      const after = await consumer.get(idOf(machine));
      expect((await consumer.get(after.href("snapshots")!)).items.map(idOf)).toEqual([idOf(image)]);
      if (presence.has("Machine#latestSnapshot")) expect(after.href("latestSnapshot")).toBe(idOf(image));
    },
  );

  test(
    "edition 1 lists a snapshot as MachineSnapshot",
    ["Machine.create", "Machine.snapshot", "Machine#snapshots", "@1"],
    async () => {
      const consumer = shop().consumer(XML_1);
      const machine = await shop().machine("STOPPED", {}, consumer);
      const content = { name: "old", type: "SNAPSHOT", imageLocation: idOf(machine) };
      const image = await shop().make("machineImages", "MachineImage", content, consumer);
      const links = await consumer.get((await consumer.get(idOf(machine))).href("snapshots")!);
      expect(links.type).toBe("MachineSnapshotCollection");
      expect(links.items.map((item) => item.href("shapshot"))).toEqual([idOf(image)]);
    },
  );

  // [5.14.1.2-37] [5.14.1.2-39]
  test("restore brings a Machine back to a snapshot", ["Machine.create", "Machine.snapshot", "Machine.restore"], async () => {
    const consumer = shop().consumer();
    const machine = await shop().machine("STOPPED");
    const image = await taken(machine, "snapshot", { name: "before" });
    await consumer.done(await consumer.act(idOf(machine), "restore", { image: { href: idOf(image) } }));
    expect((await consumer.get(idOf(machine))).text("state")).toBe("STOPPED");
  });

  const CHAIN = ["Machine.create", "Machine.snapshot", "MachineImage.delete", "MachineImage#relatedImage"];

  test("Table 21: a snapshot names the one before it, and follows the one before that when it is deleted", CHAIN, async () => {
    const consumer = shop().consumer();
    const machine = await shop().machine("STOPPED");
    const related = async (image: Seen) => (await consumer.get(idOf(image))).href("relatedImage");
    const first = await taken(machine, "snapshot", { name: "first" });
    const second = await taken(machine, "snapshot", { name: "second" });
    const third = await taken(machine, "snapshot", { name: "third" });
    expect([await related(first), await related(second), await related(third)]).toEqual([undefined, idOf(first), idOf(second)]);
    await shop().remove(idOf(second));
    expect(await related(third)).toBe(idOf(first));
    await shop().remove(idOf(third));
    if (presence.has("Machine#latestSnapshot"))
      expect((await consumer.get(idOf(machine))).href("latestSnapshot")).toBe(idOf(first));
  });

  test(
    "Table 16: latestSnapshot is the one last restored, and the next snapshot follows it",
    ["Machine.create", "Machine.snapshot", "Machine.restore", "Machine#latestSnapshot", "MachineImage#relatedImage"],
    async () => {
      const consumer = shop().consumer();
      const machine = await shop().machine("STOPPED");
      const first = await taken(machine, "snapshot", { name: "first" });
      await taken(machine, "snapshot", { name: "second" });
      await consumer.done(await consumer.act(idOf(machine), "restore", { image: { href: idOf(first) } }));
      expect((await consumer.get(idOf(machine))).href("latestSnapshot")).toBe(idOf(first));
      expect((await taken(machine, "snapshot", { name: "third" })).href("relatedImage")).toBe(idOf(first));
    },
  );

  test(
    "restore from an IMAGE is what RestoreFromImage says",
    ["Machine.create", "Machine.capture", "Machine.restore"],
    async () => {
      const consumer = shop().consumer();
      const machine = await shop().machine("STOPPED");
      const image = await taken(machine, "capture", { name: "plain" });
      const reply = await consumer.act(idOf(machine), "restore", { image: { href: idOf(image) } });
      if (presence.has("Machine?RestoreFromImage")) await consumer.done(reply);
      else expect([reply.status, reply.seen!.text("statusMessage")]).toEqual([400, expect.stringContaining("SNAPSHOT")]);
    },
  );

  test(
    "5.14.7.1: the link decides the type; another than it makes is refused",
    ["Machine.create", "Machine.capture", "@2"],
    async () => {
      const consumer = shop().consumer();
      const { href } = required(linkOf(await shop().machine("STOPPED"), "capture"), "capture");
      const body = consumer.body("MachineImage", { name: "wrong", type: "SNAPSHOT" });
      const reply = await consumer.send("POST", href, { body });
      expect([reply.status, reply.seen!.text("statusMessage")]).toEqual([400, expect.stringContaining("IMAGE")]);
    },
  );

  test("restore without an image is refused", ["Machine.create", "Machine.restore"], async () => {
    const reply = await shop()
      .consumer()
      .act(idOf(await shop().machine("STOPPED")), "restore");
    expect([reply.status, reply.seen!.text("statusMessage")]).toEqual([400, expect.stringContaining("image")]);
  });

  test("an image of a Machine that runs keeps it running", ["Machine.create", "Machine.capture", "Machine.start"], async () => {
    const machine = await shop().machine("STARTED");
    await taken(machine, "capture", { name: "live" });
    expect((await shop().consumer().get(idOf(machine))).text("state")).toBe("STARTED");
  });
};
