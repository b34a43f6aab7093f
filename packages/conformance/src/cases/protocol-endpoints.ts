import { expect } from "@jest/globals";
import { inEdition2, Networking } from "../networking.js";
import type { Content } from "../request.js";
import { idOf, required, type Seen } from "../seen.js";
import type { Cases } from "../suite.js";

const NEEDS = ["Network.create", "ProtocolSegment.create", "NetworkInterface.create", "ProtocolEndpoint.create"];

export const protocolEndpoints: Cases = (suite) => {
  const { test, shop, presence, second } = inEdition2(suite);
  const networking = new Networking(shop);
  const pair = async (here = networking): Promise<{ network: Seen; segment: Seen; held: Seen }> => {
    const { network, segment } = await here.place();
    return { network, segment, held: await here.interface(segment) };
  };
  /** Whoever has services that route, has to be told the way from a segment to one outside. */
  const lead = async (network: Seen, segment: Seen, place: Seen): Promise<void> => {
    if (presence.has("NetworkService.create") && presence.has("NetworkService+segments.insert"))
      await networking.wayOut(network, segment, required(place.href("network"), "network"));
  };
  /** An address outside, and two interfaces from which there is a way to it. */
  const connectable = async (): Promise<{ held: Seen; other: Seen; floating: Seen }> => {
    const { network, segment, held } = await pair();
    const [other, place] = [await networking.interface(segment), await outside()];
    await lead(network, segment, place);
    const content = { protocolEndpointTemplate: { origin: "DYNAMIC" } };
    return { held, other, floating: await networking.added(place, "endpoints", "ProtocolEndpointCreate", content) };
  };
  const refusal = async (segment: Seen, template: Content): Promise<number> => {
    const consumer = shop().consumer();
    const content = { protocolEndpointTemplate: template };
    return (await consumer.add(required(segment.href("endpoints"), "endpoints"), "ProtocolEndpointCreate", content)).status;
  };

  for (const dialect of second) {
    const here = new Networking(shop, () => shop().consumer(dialect));

    // [5.11.1-47..48] [5.16.9-1] [5.16.10.1-1]
    test(`Table 37: the cloud chooses the address of a DYNAMIC endpoint (${dialect.title})`, NEEDS, async () => {
      const { segment, held } = await pair(here);
      const endpoint = await here.endpoint(segment, held, { origin: "DYNAMIC" });
      expect([endpoint.type, endpoint.text("protocol"), endpoint.text("origin")]).toEqual([
        "ProtocolEndpoint",
        "IPv4",
        "DYNAMIC",
      ]);
      expect([endpoint.text("address"), endpoint.href("segment"), endpoint.href("interface")]).toEqual([
        expect.stringMatching(/^10\.77\.1\.\d+$/),
        idOf(segment),
        idOf(held),
      ]);
      expect(endpoint.text("state")).toBe(presence.defaultInitialStateOf("ProtocolEndpoint"));
      expect(await here.idsIn(segment, "endpoints")).toContain(idOf(endpoint));
      expect(await here.idsIn(held, "endpoints")).toContain(idOf(endpoint));
    });

    test(`Table 41: a STATIC endpoint has the address that was asked for (${dialect.title})`, NEEDS, async () => {
      const { segment, held } = await pair(here);
      const wish = { origin: "STATIC", address: "10.77.1.77" };
      const endpoint = await here.endpoint(segment, held, wish);
      expect([endpoint.text("address"), endpoint.text("origin")]).toEqual(["10.77.1.77", "STATIC"]);
      expect(await refusal(segment, { ...wish, interface: { href: idOf(held) } })).toBe(409);
    });
  }

  // [5.16.11-1..2]
  test("Table 41: an address outside the segment, and one beside DYNAMIC, are refused", NEEDS, async () => {
    const { segment, held } = await pair();
    const own = { interface: { href: idOf(held) } };
    expect(await refusal(segment, { ...own, origin: "STATIC", address: "10.99.1.7" })).toBe(400);
    expect(await refusal(segment, { ...own, origin: "STATIC", address: "not an address" })).toBe(400);
    expect(await refusal(segment, { ...own, origin: "STATIC" })).toBe(400);
    expect(await refusal(segment, { ...own, origin: "DYNAMIC", address: "10.77.1.7" })).toBe(400);
  });

  // [5.16.10.1-3] [5.11.1-49]
  test("5.16.10.1: an initialState that the cloud cannot reach is refused", NEEDS, async () => {
    const { segment, held } = await pair();
    expect(await refusal(segment, { interface: { href: idOf(held) }, initialState: "STARTED" })).toBe(400);
  });

  // [5.16.9.3-3..4] [5.16.9.3-6..7]
  test("5.16.9.3: disable and enable", [...NEEDS, "ProtocolEndpoint.disable", "ProtocolEndpoint.enable"], async () => {
    const consumer = shop().consumer();
    const { segment, held } = await pair();
    const endpoint = await networking.endpoint(segment, held, { initialState: "ENABLED" });
    await consumer.done(await consumer.act(idOf(endpoint), "disable"));
    expect((await consumer.get(idOf(endpoint))).text("state")).toBe("DISABLED");
    await consumer.done(await consumer.act(idOf(endpoint), "enable"));
    expect((await consumer.get(idOf(endpoint))).text("state")).toBe("ENABLED");
  });

  test(
    "5.16.1: an address outside the cloud goes from one interface to another, by update of interface",
    [...NEEDS, "ProtocolEndpoint.update", "Network#external"],
    async () => {
      const consumer = shop().consumer();
      const { held, other, floating } = await connectable();
      expect(floating.href("interface")).toBeUndefined();
      for (const target of [held, other]) {
        const content = { interface: { href: idOf(target) } };
        await consumer.done(await consumer.put(`${idOf(floating)}?$select=interface`, "ProtocolEndpoint", content));
        const now = await consumer.get(idOf(floating));
        expect([now.href("interface"), now.text("address")]).toEqual([idOf(target), floating.text("address")]);
      }
      await consumer.done(await consumer.put(`${idOf(floating)}?$select=interface`, "ProtocolEndpoint", { interface: null }));
      expect((await consumer.get(idOf(floating))).href("interface")).toBeUndefined();
    },
  );

  test(
    "5.5.12.2: the same by insert and remove; a second interface is refused, and the holder is named",
    [...NEEDS, "Network#external", "NetworkInterface+endpoints.insert", "NetworkInterface+endpoints.remove"],
    async () => {
      const consumer = shop().consumer();
      const { held, other, floating } = await connectable();
      const input = { endpoint: { href: idOf(floating) } };
      const [own, others] = [held, other].map((one) => required(one.href("endpoints"), "endpoints"));
      await consumer.done(await consumer.enter(own!, "insert", input));
      expect(await networking.idsIn(held, "endpoints")).toContain(idOf(floating));
      expect((await consumer.enter(others!, "insert", input)).status).toBe(409);
      await consumer.done(await consumer.enter(own!, "remove", input));
      expect(await networking.idsIn(held, "endpoints")).not.toContain(idOf(floating));
    },
  );

  test(
    "5.10.2: an address outside the cloud stays when the Machine goes that it was made for, with its interface",
    [...NEEDS, "Network#external", "Machine.create", "Machine.delete", "Machine#interfaces"],
    async () => {
      const consumer = shop().consumer();
      const [{ network, segment }, place] = [await networking.place(), await outside()];
      await lead(network, segment, place);
      const interfaceTemplates = [{ endpointTemplates: [{ segment: { href: idOf(segment) } }] }];
      const machine = await shop().machine("STOPPED", { interfaceTemplates });
      const [held] = await networking.idsIn(machine, "interfaces");
      const floating = await networking.added(place, "endpoints", "ProtocolEndpointCreate", {
        protocolEndpointTemplate: { origin: "DYNAMIC", interface: { href: held! } },
      });
      expect(floating.href("interface")).toBe(held);
      await shop().remove(idOf(machine));
      expect((await consumer.send("GET", held!)).status).toBe(404);
      const left = await consumer.get(idOf(floating));
      expect([left.href("interface"), left.text("address")]).toEqual([undefined, floating.text("address")]);
    },
  );

  // [5.16.9.3-1..2]
  test("5.16.9.3: a deleted endpoint is in no Collection any more", [...NEEDS, "ProtocolEndpoint.delete"], async () => {
    const { segment, held } = await pair();
    const endpoint = await networking.endpoint(segment, held);
    await shop().remove(idOf(endpoint));
    expect(await networking.idsIn(segment, "endpoints")).not.toContain(idOf(endpoint));
    expect(await networking.idsIn(held, "endpoints")).not.toContain(idOf(endpoint));
    expect((await shop().consumer().items("endpoints")).map(idOf)).not.toContain(idOf(endpoint));
  });

  /** The segment from which addresses outside the cloud are given. */
  async function outside(): Promise<Seen> {
    const consumer = shop().consumer();
    const external = (await consumer.items("networks")).find((one) => one.text("external") === "true");
    const { items } = await consumer.get(required(external?.href("segments"), "segments of an external Network"));
    return required(
      items.find((one) => one.text("protocol") === "IPv4"),
      "IPv4 segment of an external Network",
    );
  }
};
