import { expect } from "@jest/globals";
import { inEdition2, ipv4, Networking } from "../networking.js";
import type { Content } from "../request.js";
import { idOf, required } from "../seen.js";
import type { Cases } from "../suite.js";

const NEEDS = ["Network.create", "ProtocolSegment.create"];

export const protocolSegments: Cases = (suite) => {
  const { test, shop, presence, second } = inEdition2(suite);
  const networking = new Networking(shop);
  const refusal = async (content: Content, owner?: string): Promise<number> => {
    const consumer = shop().consumer();
    const collection = owner ?? (await consumer.collection("segments"));
    return (await consumer.add(collection, "ProtocolSegmentCreate", { protocolSegmentTemplate: content })).status;
  };

  for (const dialect of second) {
    const here = new Networking(shop, () => shop().consumer(dialect));

    // [5.11.1-50..51] [5.16.6.1-1]
    test(`5.5.12.1: a segment is added in the segments of a Network (${dialect.title})`, NEEDS, async () => {
      const { network, segment } = await here.place();
      expect([segment.type, segment.text("protocol"), segment.href("network")]).toEqual([
        "ProtocolSegment",
        "IPv4",
        idOf(network),
      ]);
      expect(segment.map("parameters")).toMatchObject({ subnetAddress: "10.77.1.0", netmask: "255.255.255.0" });
      expect(segment.text("state")).toBe(presence.defaultInitialStateOf("ProtocolSegment"));
      expect(await here.idsIn(network, "segments")).toContain(idOf(segment));
    });

    test(`5.16.7: a segment is made of a template by reference, which names the Network (${dialect.title})`, NEEDS, async () => {
      const network = await here.network();
      const held = { name: "small", network: { href: idOf(network) }, ...ipv4(2) };
      const template = await here.made("segmentTemplates", "ProtocolSegmentTemplate", held);
      const content = { protocolSegmentTemplate: { href: idOf(template) } };
      const segment = await here.made("segments", "ProtocolSegmentCreate", content);
      expect([segment.href("network"), segment.map("parameters").subnetAddress]).toEqual([idOf(network), "10.77.2.0"]);
    });
  }

  // [5.16.6.1-3] [5.11.1-52]
  test("5.16.6.1: an initialState that the cloud cannot reach is refused", NEEDS, async () => {
    const collection = required((await networking.network()).href("segments"), "segments");
    expect(await refusal({ ...ipv4(1), initialState: "ENABLED" }, collection)).toBe(400);
  });

  // [5.16.7-1]
  test("5.16.7: outside of a Network the template names one", NEEDS, async () => {
    expect(await refusal(ipv4(1))).toBe(400);
  });

  // [5.16.5.1-1]
  test("Table 34: a segment of IPv4 has a netmask and a subnetAddress that fit each other", NEEDS, async () => {
    const network = await networking.network();
    const collection = required(network.href("segments"), "segments");
    const parameters: readonly Content[] = [
      {},
      { subnetAddress: "10.77.1.0" },
      { subnetAddress: "10.77.1.7", netmask: "255.255.255.0" },
      { subnetAddress: "10.77.1.0", netmask: "255.0.255.0" },
      { subnetAddress: "2001:db8::", netmask: "255.255.255.0" },
    ];
    for (const given of parameters)
      expect([given, await refusal({ protocol: "IPv4", parameters: given }, collection)]).toEqual([given, 400]);
  });

  test("two segments of a Network have no address in common", NEEDS, async () => {
    const { network } = await networking.place();
    expect(await refusal(ipv4(1), required(network.href("segments"), "segments"))).toBe(409);
  });

  // [5.16.5.3-1]
  test("5.16.5.3: a deleted segment is in no Collection any more", [...NEEDS, "ProtocolSegment.delete"], async () => {
    const { network, segment } = await networking.place();
    await shop().remove(idOf(segment));
    expect(await networking.idsIn(network, "segments")).not.toContain(idOf(segment));
    expect((await shop().consumer().items("segments")).map(idOf)).not.toContain(idOf(segment));
  });

  // [5.16.5.3-2..3] [5.16.5.3-5..6]
  test("5.16.5.3: stop and start", [...NEEDS, "ProtocolSegment.stop", "ProtocolSegment.start"], async () => {
    const consumer = shop().consumer();
    const { segment } = await networking.place();
    await consumer.done(await consumer.act(idOf(segment), "stop"));
    expect((await consumer.get(idOf(segment))).text("state")).toBe("STOPPED");
    await consumer.done(await consumer.act(idOf(segment), "start"));
    expect((await consumer.get(idOf(segment))).text("state")).toBe("STARTED");
  });

  test(
    "Table 32: noDefaultRouting is changed",
    [...NEEDS, "ProtocolSegment.update", "ProtocolSegment#noDefaultRouting"],
    async () => {
      const consumer = shop().consumer();
      const { segment } = await networking.place();
      expect(segment.text("noDefaultRouting")).toBe("false");
      const content = { noDefaultRouting: true };
      await consumer.done(await consumer.put(`${idOf(segment)}?$select=noDefaultRouting`, "ProtocolSegment", content));
      expect((await consumer.get(idOf(segment))).text("noDefaultRouting")).toBe("true");
    },
  );

  test(
    "a segment in which an endpoint is cannot be deleted",
    [...NEEDS, "ProtocolSegment.delete", "NetworkInterface.create"],
    async () => {
      const { segment } = await networking.place();
      await networking.interface(segment);
      expect((await shop().consumer().send("DELETE", idOf(segment))).status).toBe(409);
    },
  );

  test(
    "5.5.12.2, 5.5.12.3: a segment leaves its Network and enters another, also by the template of that one",
    [...NEEDS, "Network+segments.insert", "Network+segments.remove"],
    async () => {
      const consumer = shop().consumer();
      const { network, segment } = await networking.place();
      const [other, input] = [await networking.network(), { segment: { href: idOf(segment) } }];
      const [from, to] = [network, other].map((one) => required(one.href("segments"), "segments"));
      expect((await consumer.enter(to!, "insert", input)).status).toBe(409);
      await consumer.done(await consumer.enter(from!, "remove", input));
      await consumer.done(await consumer.enter(to!, "insert", input));
      expect((await consumer.get(idOf(segment))).href("network")).toBe(idOf(other));
      await consumer.done(await consumer.enter(to!, "remove", input));
      const third = await networking.network({ segments: [{ href: idOf(segment) }] });
      expect(await networking.idsIn(third, "segments")).toEqual([idOf(segment)]);
      shop().keep(segment);
    },
  );

  if (!presence.has("Network+segments.insert")) {
    test("5.16.3: segments, where the cloud inserts none, are refused", ["Network.create"], async () => {
      const consumer = shop().consumer();
      const content = { networkTemplate: { segments: [{ href: `${consumer.base}segments/1` }] } };
      expect((await consumer.add(await consumer.collection("networks"), "NetworkCreate", content)).status).toBe(400);
    });
  }
};
