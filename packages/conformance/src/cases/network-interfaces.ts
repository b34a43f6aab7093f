import { expect } from "@jest/globals";
import { inEdition2, Networking } from "../networking.js";
import { idOf, required, type Seen } from "../seen.js";
import type { Cases } from "../suite.js";

const NEEDS = ["Network.create", "ProtocolSegment.create", "NetworkInterface.create"];
const WITH_MACHINE = [...NEEDS, "Machine.create", "Machine#interfaces"];

export const networkInterfaces: Cases = (suite) => {
  const { test, shop, presence, second } = inEdition2(suite);
  const networking = new Networking(shop);

  for (const dialect of second) {
    const here = new Networking(shop, () => shop().consumer(dialect));

    // [5.11.1-41..42] [5.16.14.1-1]
    test(`5.16.15: an interface is made with its endpoints (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const { segment } = await here.place();
      const held = await here.interface(segment);
      expect([held.type, held.text("state")]).toEqual(["NetworkInterface", presence.defaultInitialStateOf("NetworkInterface")]);
      const endpoints = (await consumer.get(required(held.href("endpoints"), "endpoints"))).items;
      expect(endpoints.filter((one) => one.href("segment") === idOf(segment))).toHaveLength(1);
      expect(endpoints.filter((one) => one.text("protocol") === "Ethernet").map((one) => one.text("address"))).toEqual([
        expect.stringMatching(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/),
      ]);
      expect(endpoints.map((one) => one.href("interface"))).toEqual(endpoints.map(() => idOf(held)));
    });

    // [5.14.3-1]
    test(
      `5.14.3: interfaceTemplates are made by nested Jobs, connected, and go with the Machine (${dialect.title})`,
      [...WITH_MACHINE, "Machine.delete"],
      async () => {
        const consumer = shop().consumer(dialect);
        const { segment } = await here.place();
        const interfaceTemplates = [{ endpointTemplates: [{ segment: { href: idOf(segment) } }] }];
        const machine = await shop().machine("STOPPED", { interfaceTemplates }, consumer);
        const [held, ...others] = await here.idsIn(machine, "interfaces");
        expect([(await consumer.get(held!)).href("machine"), others]).toEqual([idOf(machine), []]);
        await shop().remove(idOf(machine));
        expect((await consumer.send("GET", held!)).status).toBe(404);
      },
    );
  }

  test(
    "5.14.1: a Machine has an interface with an address, though nobody asked for one",
    ["@2", "Machine.create", "Machine#interfaces", "NetworkInterface"],
    async () => {
      const consumer = shop().consumer();
      const machine = await shop().machine("STOPPED");
      const [held] = (await consumer.get(required(machine.href("interfaces"), "interfaces"))).items;
      expect(held!.href("machine")).toBe(idOf(machine));
      const endpoints = (await consumer.get(required(held!.href("endpoints"), "endpoints"))).items;
      expect(endpoints.map((one) => one.text("protocol"))).toEqual(expect.arrayContaining(["Ethernet", "IPv4"]));
    },
  );

  test("an interface that was there before its Machine stays", [...WITH_MACHINE, "Machine.delete"], async () => {
    const consumer = shop().consumer();
    const { segment } = await networking.place();
    const held = await networking.interface(segment);
    const machine = await shop().machine("STOPPED", { interfaces: [{ href: idOf(held) }] });
    expect(await networking.idsIn(machine, "interfaces")).toEqual([idOf(held)]);
    expect((await consumer.send("DELETE", idOf(held))).status).toBe(409);
    await shop().remove(idOf(machine));
    expect((await consumer.get(idOf(held))).href("machine")).toBeUndefined();
  });

  test(
    "5.5.12.2, 5.5.12.3: an interface enters a Machine, and leaves it; a second Machine is refused",
    [...WITH_MACHINE, "Machine+interfaces.insert", "Machine+interfaces.remove"],
    async () => {
      const consumer = shop().consumer();
      const { segment, machine, held, collection, input } = await connectable();
      await consumer.done(await consumer.enter(collection, "insert", input));
      expect(await networking.idsIn(machine, "interfaces")).toContain(idOf(held));
      const second = await shop().machine("STOPPED");
      expect((await consumer.enter(required(second.href("interfaces"), "interfaces"), "insert", input)).status).toBe(409);
      await consumer.done(await consumer.enter(collection, "remove", input));
      expect([await networking.idsIn(machine, "interfaces"), segment.type]).toEqual([
        expect.not.arrayContaining([idOf(held)]),
        "ProtocolSegment",
      ]);
    },
  );

  test(
    "5.5.12.1: an interface is added in the interfaces of a Machine",
    [...WITH_MACHINE, "NetworkInterface#machine"],
    async () => {
      const { segment } = await networking.place();
      const machine = await shop().machine("STOPPED");
      const networkInterfaceTemplate = { endpointTemplates: [{ segment: { href: idOf(segment) } }] };
      const consumer = shop().consumer();
      const collection = required(machine.href("interfaces"), "interfaces");
      const held = await consumer.made(await consumer.add(collection, "NetworkInterfaceCreate", { networkInterfaceTemplate }));
      expect(held.href("machine")).toBe(idOf(machine));
      await shop().remove(idOf(machine));
    },
  );

  // [5.16.14.1-3] [5.11.1-43]
  test("5.16.14.1: an initialState that the cloud cannot reach is refused", NEEDS, async () => {
    const consumer = shop().consumer();
    const { segment } = await networking.place();
    const endpointTemplates = [{ segment: { href: idOf(segment) } }];
    const content = { networkInterfaceTemplate: { endpointTemplates, initialState: "STARTED" } };
    const reply = await consumer.add(await consumer.collection("interfaces"), "NetworkInterfaceCreate", content);
    expect([reply.status, reply.header("CIMI-Job-URI")]).toEqual([400, undefined]);
  });

  // [5.16.13.2-1..2]
  test(
    "5.16.13.2: a deleted interface is in no Collection any more, and nothing refers to it",
    [...NEEDS, "NetworkInterface.delete"],
    async () => {
      const consumer = shop().consumer();
      const { segment } = await networking.place();
      const held = await networking.interface(segment);
      await shop().remove(idOf(held));
      expect((await consumer.items("interfaces")).map(idOf)).not.toContain(idOf(held));
      const referring = (await consumer.items("endpoints")).map((one) => one.href("interface"));
      expect(referring).not.toContain(idOf(held));
    },
  );

  // [5.16.13.2-3..4] [5.16.13.2-6..7]
  test("5.16.13.2: disable and enable", [...NEEDS, "NetworkInterface.disable", "NetworkInterface.enable"], async () => {
    const consumer = shop().consumer();
    const { segment } = await networking.place();
    const held = await networking.interface(segment, { initialState: "ENABLED" });
    await consumer.done(await consumer.act(idOf(held), "disable"));
    expect((await consumer.get(idOf(held))).text("state")).toBe("DISABLED");
    await consumer.done(await consumer.act(idOf(held), "enable"));
    expect((await consumer.get(idOf(held))).text("state")).toBe("ENABLED");
  });

  test(
    "Table 42: speed and mtu are chosen, and changed",
    [...NEEDS, "NetworkInterface#speed", "NetworkInterface#mtu", "NetworkInterface.update"],
    async () => {
      const consumer = shop().consumer();
      const { segment } = await networking.place();
      const held = await networking.interface(segment, { speed: 1_000_000_000, mtu: 1400 });
      expect([held.text("speed"), held.text("mtu")]).toEqual(["1000000000", "1400"]);
      await consumer.done(await consumer.put(`${idOf(held)}?$select=mtu`, "NetworkInterface", { mtu: 9000 }));
      expect((await consumer.get(idOf(held))).text("mtu")).toBe("9000");
    },
  );

  async function connectable(): Promise<{
    segment: Seen;
    machine: Seen;
    held: Seen;
    collection: string;
    input: { interface: { href: string } };
  }> {
    const { segment } = await networking.place();
    const held = await networking.interface(segment);
    const machine = await shop().machine("STOPPED", {
      interfaceTemplates: [{ endpointTemplates: [{ segment: { href: idOf(segment) } }] }],
    });
    return {
      segment,
      machine,
      held,
      collection: required(machine.href("interfaces"), "interfaces"),
      input: { interface: { href: idOf(held) } },
    };
  }
};
