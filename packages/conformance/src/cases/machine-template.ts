import { expect } from "@jest/globals";
import type { Consumer } from "../consumer.js";
import type { Content } from "../request.js";
import { idOf, required, type Seen } from "../seen.js";
import type { Cases } from "../suite.js";

const NEEDS = ["Machine.create", "MachineTemplate.create"];

export const machineTemplate: Cases = ({ test, shop, presence, extremes }) => {
  const other = presence.initialStates.find((state) => state !== presence.defaultInitialState);

  for (const dialect of extremes) {
    const template = async (consumer: Consumer, more: Content = {}): Promise<Seen> =>
      shop().make(
        "machineTemplates",
        "MachineTemplate",
        { name: "base", ...(await shop().ingredients(consumer)), ...more },
        consumer,
      );
    const machineFrom = (consumer: Consumer, machineTemplate: Content): Promise<Seen> =>
      shop().make("machines", "MachineCreate", { machineTemplate }, consumer);

    // [5.5.12.1-4] [5.11.1-25]
    test(`a Machine is made of it (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const made = await template(consumer, { initialState: presence.initialStates[0]! });
      const machine = await machineFrom(consumer, { href: idOf(made) });
      expect(machine.text("state")).toBe(presence.initialStates[0]);
      expect(machine.text("name")).toBeUndefined();
    });

    // [4.2.1.1-6] [4.2.1.1-8]
    test(`an attribute beside the href overrides it for this one Machine (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const made = await template(consumer, { initialState: presence.initialStates[0]! });
      const configurations = await consumer.items("machineConfigs");
      const last = required(configurations.at(-1), "configuration");
      const machine = await machineFrom(consumer, { href: idOf(made), machineConfig: { href: idOf(last) } });
      expect([machine.text("cpu"), machine.text("memory")]).toEqual([last.text("cpu"), last.text("memory")]);
      expect((await consumer.get(idOf(made))).href("machineConfig")).toBe(made.href("machineConfig"));
    });

    test(`null, or an empty element, erases (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const made = await template(consumer, { initialState: other ?? presence.defaultInitialState });
      const machine = await machineFrom(consumer, { href: idOf(made), initialState: null });
      expect(machine.text("state")).toBe(presence.defaultInitialState);
    });

    test(`what is mandatory cannot be erased (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const made = await template(consumer);
      const content = { machineTemplate: { href: idOf(made), machineImage: null } };
      const reply = await consumer.add(await consumer.collection("machines"), "MachineCreate", content);
      expect([reply.status, reply.seen!.text("statusMessage")]).toEqual([400, expect.stringContaining("machineImage")]);
    });

    // [5.14.3-5]
    test(`it is kept as it was given, and can be changed (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const made = await template(consumer, { initialState: "STOPPED" });
      const ingredients = await shop().ingredients(consumer);
      expect(made.href("machineImage")).toBe((ingredients.machineImage as { href: string }).href);
      const put = await consumer.put(`${idOf(made)}?$select=name`, "MachineTemplate", { name: "renamed" });
      await consumer.done(put);
      const changed = await consumer.get(idOf(made));
      expect([changed.text("name"), changed.text("initialState")]).toEqual(["renamed", "STOPPED"]);
    });
  }
};
