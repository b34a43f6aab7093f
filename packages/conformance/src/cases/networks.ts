import { expect } from "@jest/globals";
import { inEdition2, ipv4, Networking, PLAIN, POLICIES } from "../networking.js";
import { idOf, offers, required } from "../seen.js";
import type { Cases } from "../suite.js";

export const networks: Cases = (suite) => {
  const { test, shop, presence, second } = inEdition2(suite);
  const networking = new Networking(shop);

  for (const dialect of second) {
    const here = new Networking(shop, () => shop().consumer(dialect));

    // [5.11.1-38..39] [5.16.2.1-1]
    test(`4.2.1.1: a Network is made by value (${dialect.title})`, ["Network.create"], async () => {
      const network = await here.network({}, { name: "front", properties: { tier: "one" } });
      expect([network.type, network.text("name"), network.properties]).toEqual(["Network", "front", { tier: "one" }]);
      expect(network.text("state")).toBe(presence.defaultInitialStateOf("Network"));
      expect((await shop().consumer(dialect).items("networks")).map(idOf)).toContain(idOf(network));
    });

    test(`4.2.1.1: a Network is made of a NetworkTemplate by reference (${dialect.title})`, ["Network.create"], async () => {
      const [initialState] = presence.initialStatesOf("Network");
      const template = await here.made("networkTemplates", "NetworkTemplate", { name: "plain", initialState: initialState! });
      const network = await here.network({ href: idOf(template) });
      expect([network.text("state"), network.text("name")]).toEqual([initialState, undefined]);
    });

    test(
      `5.16.3: segmentTemplates and serviceTemplates are made in it by nested Jobs (${dialect.title})`,
      ["Network.create", "ProtocolSegment.create", "NetworkService.create"],
      async () => {
        const consumer = shop().consumer(dialect);
        const service = { type: "Firewall", policies: POLICIES };
        const kept = await here.made("networkServiceTemplates", "NetworkServiceTemplate", { name: "web", ...service });
        const networkTemplate = { segmentTemplates: [ipv4(1), ipv4(2)], serviceTemplates: [{ href: idOf(kept) }] };
        const reply = await consumer.add(await consumer.collection("networks"), "NetworkCreate", { networkTemplate });
        const network = shop().keep(await consumer.made(reply));
        const segments = (await consumer.get(required(network.href("segments"), "segments"))).items.map((one) =>
          shop().keep(one),
        );
        // A cloud may have services of its own in each network.
        const services = (await consumer.get(required(network.href("services"), "services"))).items;
        for (const one of services.filter((each) => offers(each, "delete"))) shop().keep(one);
        expect(segments.map((one) => one.map("parameters").subnetAddress).toSorted()).toEqual(["10.77.1.0", "10.77.2.0"]);
        expect([...segments, ...services].map((one) => one.href("network"))).toEqual(
          [...segments, ...services].map(() => idOf(network)),
        );
        expect(services.map((one) => one.text("type"))).toContain("Firewall");
        expect((await consumer.job(reply)).hrefs("nestedJobs")).toHaveLength(3);
      },
    );
  }

  for (const state of presence.has("Network.create") ? presence.initialStatesOf("Network") : []) {
    test(`5.16.2.1: initialState ${state} of a Network is reached`, ["Network.create"], async () => {
      expect((await networking.network({ initialState: state })).text("state")).toBe(state);
    });
  }

  // [5.16.2.1-3] [5.11.1-40]
  test("5.16.2.1: an initialState that the cloud cannot reach is refused", ["Network.create"], async () => {
    const consumer = shop().consumer();
    const content = { networkTemplate: { initialState: "STARTING" } };
    const reply = await consumer.add(await consumer.collection("networks"), "NetworkCreate", content);
    expect([reply.status, reply.header("CIMI-Job-URI")]).toEqual([400, undefined]);
  });

  test(
    "5.16.3: a part that is refused takes the whole back",
    ["Network.create", "ProtocolSegment.create", "ProtocolSegment.delete", "Network.delete"],
    async () => {
      const consumer = shop().consumer();
      const networkTemplate = { segmentTemplates: [ipv4(1), ipv4(1)] };
      const content = { name: "taken back", networkTemplate };
      const reply = await consumer.add(await consumer.collection("networks"), "NetworkCreate", content);
      expect((await consumer.job(reply)).text("state")).toBe("FAILED");
      const left = (await consumer.items("networks")).filter((one) => one.text("name") === "taken back");
      expect(left.filter((one) => one.text("state") !== "DELETING")).toEqual([]);
    },
  );

  // [5.16.1.2-1] [5.16.1.2-3] [5.16.1.2-5] [5.16.1.2-7]
  test(
    "5.16.1.2: stop and start reach everything in it",
    ["Network.create", "Network.stop", "Network.start", "ProtocolSegment.create", "NetworkService.create"],
    async () => {
      const consumer = shop().consumer();
      const { network, segment } = await networking.place();
      const firewall = await networking.firewall(network);
      const states = async () =>
        Promise.all([network, segment, firewall].map(async (one) => (await consumer.get(idOf(one))).text("state")));
      await consumer.done(await consumer.act(idOf(network), "stop"));
      expect(await states()).toEqual(["STOPPED", "STOPPED", "STOPPED"]);
      await consumer.done(await consumer.act(idOf(network), "start"));
      expect(await states()).toEqual(["STARTED", "STARTED", "STARTED"]);
    },
  );

  test(
    "a Network in which something is cannot be deleted",
    ["Network.create", "Network.delete", "ProtocolSegment.create"],
    async () => {
      const consumer = shop().consumer();
      const { network, segment } = await networking.place();
      const reply = await consumer.send("DELETE", idOf(network));
      expect([reply.status, reply.seen!.type]).toEqual([409, "Job"]);
      await shop().remove(idOf(segment));
      await shop().remove(idOf(network));
      expect((await consumer.send("GET", idOf(network))).status).toBe(404);
    },
  );

  test("4.2.1.3: the name of a Network is changed", ["Network.create", "Network.update"], async () => {
    const consumer = shop().consumer();
    const network = await networking.network({}, { name: "before" });
    await consumer.done(await consumer.put(`${idOf(network)}?$select=name`, "Network", { name: "after" }));
    expect((await consumer.get(idOf(network))).text("name")).toBe("after");
  });

  test("5.16.1: a Network that leads out of the cloud is there", ["Network#external"], async () => {
    const external = (await shop().consumer().items("networks")).filter((one) => one.text("external") === "true");
    expect(external.length).toBeGreaterThan(0);
  });

  test("4.2.1.1: templates that are made of each other are refused", ["Network.create", "Network#subnetworks"], async () => {
    const consumer = shop().consumer();
    const first = await networking.made("networkTemplates", "NetworkTemplate", { name: "first" });
    const second = await networking.made("networkTemplates", "NetworkTemplate", {
      name: "second",
      subnetworkTemplates: [{ href: idOf(first) }],
    });
    const content = { subnetworkTemplates: [{ href: idOf(second) }] };
    await consumer.done(await consumer.put(`${idOf(first)}?$select=subnetworkTemplates`, "NetworkTemplate", content));
    const create = { networkTemplate: { href: idOf(first) } };
    const reply = await consumer.add(await consumer.collection("networks"), "NetworkCreate", create);
    expect([reply.status, reply.header("CIMI-Job-URI")]).toEqual([400, undefined]);
  });

  test("5.16.1.1.3: a subnetwork is added", ["Network.create", "Network#subnetworks"], async () => {
    const network = await networking.network();
    const subnetwork = await networking.added(network, "subnetworks", "NetworkCreate", { networkTemplate: PLAIN });
    expect(await networking.idsIn(network, "subnetworks")).toEqual([idOf(subnetwork)]);
  });

  test(
    "5.5.12.2, 5.5.12.3: an existing Network enters the subnetworks of another, and leaves them",
    ["Network.create", "Network+subnetworks.insert", "Network+subnetworks.remove"],
    async () => {
      const consumer = shop().consumer();
      const [network, other] = [await networking.network(), await networking.network()];
      const [collection, input] = [required(network.href("subnetworks"), "subnetworks"), { subnetwork: { href: idOf(other) } }];
      await consumer.done(await consumer.enter(collection, "insert", input));
      expect(await networking.idsIn(network, "subnetworks")).toEqual([idOf(other)]);
      expect((await consumer.enter(collection, "insert", input)).status).toBe(409);
      await consumer.done(await consumer.enter(collection, "remove", input));
      expect(await networking.idsIn(network, "subnetworks")).toEqual([]);
    },
  );

  test("4.2: what another cloud has cannot be inserted", ["Network.create", "Network+segments.insert"], async () => {
    const consumer = shop().consumer();
    const network = await networking.network();
    const elsewhere = consumer.base.replace(/[^/]+\/$/, "another-cloud/");
    for (const href of [`${elsewhere}segments/1`, "https://example.org/segments/1", `${consumer.base}segments/none`]) {
      const reply = await consumer.enter(required(network.href("segments"), "segments"), "insert", { segment: { href } });
      expect([href, reply.status]).toEqual([href, 400]);
    }
  });
};
