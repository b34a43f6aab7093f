import { expect } from "@jest/globals";
import { inEdition2, Networking, POLICIES } from "../networking.js";
import { idOf, required } from "../seen.js";
import type { Cases } from "../suite.js";

const NEEDS = ["Network.create", "NetworkService.create"];

export const networkServices: Cases = (suite) => {
  const { test, shop, presence, second } = inEdition2(suite);
  const networking = new Networking(shop);

  for (const dialect of second) {
    const here = new Networking(shop, () => shop().consumer(dialect));

    // [5.11.1-44..45] [5.16.18.1-1]
    test(`5.5.12.1: a service is added in the services of a Network (${dialect.title})`, NEEDS, async () => {
      const network = await here.network();
      const service = await here.firewall(network, {}, { name: "front" });
      expect([service.type, service.text("type"), service.href("network")]).toEqual([
        "NetworkService",
        "Firewall",
        idOf(network),
      ]);
      expect(service.map("policies")).toMatchObject(POLICIES);
      expect(service.text("state")).toBe(presence.defaultInitialStateOf("NetworkService"));
      expect(await here.idsIn(network, "services")).toContain(idOf(service));
    });

    test(`the policies of a service are changed (${dialect.title})`, [...NEEDS, "NetworkService.update"], async () => {
      const consumer = shop().consumer(dialect);
      const service = await here.firewall(await here.network());
      const policies = { "rule.secure": "allow in tcp 22 from 10.77.0.0/16" };
      await consumer.done(await consumer.put(`${idOf(service)}?$select=policies`, "NetworkService", { policies }));
      const now = (await consumer.get(idOf(service))).map("policies");
      expect([now, "rule.web" in now]).toEqual([expect.objectContaining(policies), false]);
    });

    test(
      `5.5.12.2, 5.5.12.3: endpoints enter a service, and leave it (${dialect.title})`,
      [
        ...NEEDS,
        "ProtocolSegment.create",
        "NetworkInterface.create",
        "NetworkService+endpoints.insert",
        "NetworkService+endpoints.remove",
      ],
      async () => {
        const consumer = shop().consumer(dialect);
        const { network, segment } = await here.place();
        const [service, held] = [await here.firewall(network), await here.interface(segment)];
        const endpoints = (await consumer.get(required(held.href("endpoints"), "endpoints"))).items;
        const endpoint = required(
          endpoints.find((one) => one.text("protocol") === "IPv4"),
          "IPv4 endpoint",
        );
        const [collection, input] = [required(service.href("endpoints"), "endpoints"), { endpoint: { href: idOf(endpoint) } }];
        await consumer.done(await consumer.enter(collection, "insert", input));
        expect(await here.idsIn(service, "endpoints")).toEqual([idOf(endpoint)]);
        expect((await consumer.enter(collection, "insert", input)).status).toBe(409);
        await consumer.done(await consumer.enter(collection, "remove", input));
        expect(await here.idsIn(service, "endpoints")).toEqual([]);
        expect((await consumer.get(idOf(endpoint))).type).toBe("ProtocolEndpoint");
      },
    );
  }

  test("a policy that there is not is refused, and named", NEEDS, async () => {
    const consumer = shop().consumer();
    const network = await networking.network();
    for (const policies of [{ "rule.web": "let everybody in" }, { unheard: "of" }]) {
      const networkServiceTemplate = { type: "Firewall", policies };
      const reply = await consumer.add(required(network.href("services"), "services"), "NetworkServiceCreate", {
        networkServiceTemplate,
      });
      expect([reply.status, reply.seen!.text("statusMessage")]).toEqual([
        400,
        expect.stringContaining(Object.keys(policies)[0]!),
      ]);
    }
  });

  test("Table 44: a type that there is not is refused, and so is a template without one", NEEDS, async () => {
    const consumer = shop().consumer();
    const collection = required((await networking.network()).href("services"), "services");
    for (const networkServiceTemplate of [{ type: "Magic" }, {}])
      expect((await consumer.add(collection, "NetworkServiceCreate", { networkServiceTemplate })).status).toBe(400);
  });

  test(
    "5.16.19: segments to serve are inserted when it is made",
    [...NEEDS, "ProtocolSegment.create", "NetworkService+segments.insert"],
    async () => {
      const { network, segment } = await networking.place();
      const service = await networking.firewall(network, { segments: [{ href: idOf(segment) }] });
      expect(await networking.idsIn(service, "segments")).toEqual([idOf(segment)]);
    },
  );

  test(
    "Table 44: a Gateway, where there are such, is a service of its network, which outlives it with its segments",
    [...NEEDS, "ProtocolSegment.create", "NetworkService.delete"],
    async () => {
      const { network, segment } = await networking.place();
      const gateway = await networking.gateway(network);
      if (!gateway) return;
      expect([gateway.text("type"), gateway.href("network"), gateway.map("policies").kind]).toEqual([
        "Gateway",
        idOf(network),
        "internet",
      ]);
      const later = await networking.segment(network, 2);
      expect(await networking.idsIn(network, "services")).toContain(idOf(gateway));
      await shop().remove(idOf(gateway));
      expect(await networking.idsIn(network, "services")).not.toContain(idOf(gateway));
      const segments = await networking.idsIn(network, "segments");
      expect(segments).toEqual(expect.arrayContaining([idOf(segment), idOf(later)]));
    },
  );

  // [5.16.18.1-3] [5.11.1-46]
  test("5.16.18.1: an initialState that the cloud cannot reach is refused", NEEDS, async () => {
    const consumer = shop().consumer();
    const collection = required((await networking.network()).href("services"), "services");
    const networkServiceTemplate = { type: "Firewall", policies: POLICIES, initialState: "ENABLED" };
    expect((await consumer.add(collection, "NetworkServiceCreate", { networkServiceTemplate })).status).toBe(400);
  });

  // [5.16.19-1]
  test("5.16.19: outside of a Network the template names one", NEEDS, async () => {
    const consumer = shop().consumer();
    const content = { networkServiceTemplate: { type: "Firewall", policies: POLICIES } };
    expect((await consumer.add(await consumer.collection("networkServices"), "NetworkServiceCreate", content)).status).toBe(400);
  });

  // [5.16.17.2-2..3] [5.16.17.2-5..6]
  test("5.16.17.2: stop and start", [...NEEDS, "NetworkService.stop", "NetworkService.start"], async () => {
    const consumer = shop().consumer();
    const service = await networking.firewall(await networking.network(), { initialState: "STARTED" });
    await consumer.done(await consumer.act(idOf(service), "stop"));
    expect((await consumer.get(idOf(service))).text("state")).toBe("STOPPED");
    await consumer.done(await consumer.act(idOf(service), "start"));
    expect((await consumer.get(idOf(service))).text("state")).toBe("STARTED");
  });

  // [5.16.17.2-1]
  test("5.16.17.2: a deleted service is in no Network any more", [...NEEDS, "NetworkService.delete"], async () => {
    const network = await networking.network();
    const service = await networking.firewall(network);
    await shop().remove(idOf(service));
    expect(await networking.idsIn(network, "services")).not.toContain(idOf(service));
    expect((await shop().consumer().items("networkServices")).map(idOf)).not.toContain(idOf(service));
  });
};
