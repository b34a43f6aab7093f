import { afterEach, describe, expect, it } from "@jest/globals";
import type { Route } from "../route.js";
import { type FakeOptions, sessionOf } from "../testing.js";
import { prepareMembership } from "./membership-change.js";
import { messageOf, type NetworkCloud, networkCloud } from "./testing.js";

let cloud: NetworkCloud;
afterEach(() => cloud.service.close());

const open = async (options: FakeOptions & { closed?: boolean } = {}): Promise<void> => {
  cloud = await networkCloud(options);
};

const routeTo = (id: string, attribute = "segments", type = "ProtocolSegment"): Extract<Route, { kind: "collection" }> => ({
  kind: "collection",
  collection: `networks/${id}/${attribute}`,
  type,
  parent: { type: "Network", id, attribute },
});

const act = (action: string, input: object, route = routeTo("n-1")) =>
  prepareMembership(sessionOf(cloud.service), route, messageOf({ action, ...input }));

const segment = (href: string) => ({ segment: { href } });

describe("insert and remove of what exists (5.5.12.2, 5.5.12.3)", () => {
  it("name owner, Collection and item natively; the Job names both", async () => {
    await open();
    expect(await act("insert", segment("segments/s-3"))).toEqual({
      intent: { kind: "insert", type: "Network", nativeId: "n-1", of: "ProtocolSegment", attribute: "segments", item: "s-3" },
      action: "insert",
      target: "networks/n-1/segments",
      affected: ["networks/n-1", "segments/s-3"],
    });
    expect(await act("remove", segment("segments/s-1"))).toMatchObject({ intent: { kind: "remove", item: "s-1" } });
  });

  it("take the item by the name of its type, too", async () => {
    await open();
    expect(await act("insert", { protocolSegment: { href: "segments/s-3" } })).toMatchObject({ intent: { item: "s-3" } });
  });

  it("are refused where nothing would change", async () => {
    await open();
    await expect(act("insert", segment("segments/s-1"))).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining("already"),
    });
    await expect(act("remove", segment("segments/s-2"))).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining("not in"),
    });
  });

  it.each([
    ["nothing", {}],
    ["what is not there", segment("segments/none")],
    ["another type", segment("networks/n-2")],
    ["what does not belong to this entry point", segment("http://elsewhere.test/cimi/2/fake/segments/s-3")],
  ])("of %s are 400, at the place in the request", async (_, input) => {
    await open();
    await expect(act("insert", input)).rejects.toMatchObject({ path: ["segment"] });
  });

  it("are 405 where the cloud does not offer them", async () => {
    await open({ closed: true });
    await expect(act("insert", segment("segments/s-3"))).rejects.toMatchObject({ status: 405 });
    await cloud.service.close();
    await open();
    const services = routeTo("n-1", "services", "NetworkService");
    await expect(act("remove", { service: { href: "networkServices/f-1" } }, services)).rejects.toMatchObject({ status: 405 });
  });

  it.each(["read", "operate"] as const)("are 405 where access is %s", async (access) => {
    await open({ access });
    await expect(act("insert", segment("segments/s-3"))).rejects.toMatchObject({ status: 405 });
  });

  it("wait for a resource in CREATING, and do not find one that is not there", async () => {
    await open();
    await expect(act("insert", segment("segments/s-3"), routeTo("n-3"))).rejects.toMatchObject({ status: 409 });
    await expect(act("insert", segment("segments/s-3"), routeTo("none"))).rejects.toMatchObject({ status: 404 });
  });
});

describe("the links of a Collection", () => {
  const links = (edition: 1 | 2) =>
    cloud.service.representer
      .collectionOperations("ProtocolSegment", "networks/n-1/segments", edition, routeTo("n-1").parent)
      .map(({ rel }) => rel);

  it("are what the cloud offers", async () => {
    await open();
    expect(links(2)).toEqual(["add", "insert", "remove"]);
    await cloud.service.close();
    await open({ closed: true });
    expect(links(2)).toEqual(["add"]);
    await cloud.service.close();
    await open({ access: "operate" });
    expect(links(2)).toEqual([]);
  });
});
