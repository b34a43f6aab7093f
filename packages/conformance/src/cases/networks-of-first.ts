import { expect } from "@jest/globals";
import type { Consumer } from "../consumer.js";
import type { Content } from "../request.js";
import { idOf, required, type Seen } from "../seen.js";
import type { Cases } from "../suite.js";

/** What edition 1 has for networks, whatever the cloud has for them in edition 2. */
export const networksOfFirst: Cases = ({ test, shop, first }) => {
  for (const dialect of first) {
    const consumer = (): Consumer => shop().consumer(dialect);
    const make = (collection: string, type: string, content: Content): Promise<Seen> =>
      shop().make(collection, type, content, consumer());
    const network = (): Promise<Seen> =>
      make("networks", "NetworkCreate", { networkTemplate: { networkConfig: { networkType: "PRIVATE" } } });

    test(`a Network is made from a configuration by value, and deleted (${dialect.title})`, NETWORKS, async () => {
      const held = await network();
      expect([held.type, held.text("networkType")]).toEqual(["Network", "PRIVATE"]);
      await shop().remove(idOf(held));
      expect((await consumer().send("GET", idOf(held))).status).toBe(404);
    });

    test(`an Address is made in a Network, and deleted (${dialect.title})`, [...NETWORKS, ...ADDRESSES], async () => {
      const held = await network();
      const addressTemplate = { allocation: "dynamic", network: { href: idOf(held) } };
      const address = await make("addresses", "AddressCreate", { name: "front", addressTemplate });
      expect([address.type, address.text("name"), address.text("protocol"), address.href("network")]).toEqual([
        "Address",
        "front",
        "IPv4",
        idOf(held),
      ]);
      const job = await consumer().job(await consumer().send("DELETE", idOf(address)));
      expect([job.text("state"), job.href("targetResource")]).toEqual(["SUCCESS", idOf(address)]);
      await shop().remove(idOf(held));
    });

    test(`an interface of a Machine names its Network and has an address there (${dialect.title})`, WITH_MACHINE, async () => {
      const machine = await shop().machine("STOPPED", {}, consumer());
      const [held] = (await consumer().get(required(machine.href("networkInterfaces"), "networkInterfaces"))).items;
      expect([held!.type, ["Active", "Disabled"]]).toEqual([
        "MachineNetworkInterface",
        expect.arrayContaining([held!.text("state")]),
      ]);
      const [link] = (await consumer().get(required(held!.href("addresses"), "addresses"))).items;
      const address = await consumer().get(required(link!.href("address"), "address"));
      expect([address.href("resource"), address.href("network")]).toEqual([idOf(machine), held!.href("network")]);
    });

    test(`a ForwardingGroup names its Networks (${dialect.title})`, [...NETWORKS, ...GROUPS], async () => {
      const held = await network();
      const networks = [{ href: idOf(held) }];
      const group = await make("forwardingGroups", "ForwardingGroupCreate", { forwardingGroupTemplate: { networks } });
      expect(group.hrefs("networks")).toEqual([idOf(held)]);
      expect((await consumer().get(idOf(held))).href("forwardingGroup")).toBe(idOf(group));
      await shop().remove(idOf(group));
      await shop().remove(idOf(held));
    });

    test(`types of edition 2 are nowhere (${dialect.title})`, ["Address"], async () => {
      const entry = await consumer().get(consumer().entryPoint);
      expect(["segments", "endpoints", "interfaces", "networkServices"].filter((name) => entry.href(name))).toEqual([]);
      expect((await consumer().send("GET", `${consumer().base}endpoints`)).status).toBe(404);
    });
  }
};

const NETWORKS = ["Network.create", "Network.delete"];
const ADDRESSES = ["Address.create", "Address.delete"];
const WITH_MACHINE = ["Machine.create", "MachineNetworkInterface", "Address"];
const GROUPS = ["ForwardingGroup.create", "ForwardingGroup.delete"];
