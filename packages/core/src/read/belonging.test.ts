import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Parent } from "../route.js";
import { type NetworkCloud, networkCloud } from "../write/testing.js";

let cloud: NetworkCloud;
beforeEach(async () => {
  cloud = await networkCloud();
});
afterEach(() => cloud.service.close());

const segmentsOf = (id: string): Parent => ({ type: "Network", id, attribute: "segments" });
const SERVED: Parent = { type: "NetworkService", id: "f-1", attribute: "endpoints" };
const ids = async (type: string, parent: Parent): Promise<string[]> =>
  (await cloud.service.view.list(type, parent)).entities.map(({ id }) => id);

describe("a Collection of which the items say to whom they belong (5.5.12)", () => {
  it("lists those that name its resource", async () => {
    expect([await ids("ProtocolSegment", segmentsOf("n-1")), await ids("ProtocolSegment", segmentsOf("n-2"))]).toEqual([
      ["s-1"],
      ["s-2"],
    ]);
  });

  it("costs one list of the cloud, of however many resources", async () => {
    for (const id of ["n-1", "n-2", "n-1"]) await ids("ProtocolSegment", segmentsOf(id));
    expect(cloud.segments.calls).toEqual(["list"]);
  });

  it("does not find what belongs elsewhere", async () => {
    expect((await cloud.service.view.find("ProtocolSegment", "s-1", segmentsOf("n-1")))?.id).toBe("s-1");
    expect(await cloud.service.view.find("ProtocolSegment", "s-2", segmentsOf("n-1"))).toBeUndefined();
  });

  it("follows what was given to another resource, once that was written", async () => {
    expect(await ids("ProtocolSegment", segmentsOf("n-2"))).toEqual(["s-2"]);
    cloud.segments.things.set("s-1", { ...cloud.segments.things.get("s-1")!, network: { href: "networks/n-2" } });
    cloud.service.reader.forget("ProtocolSegment");
    expect(await ids("ProtocolSegment", segmentsOf("n-2"))).toEqual(["s-1", "s-2"]);
  });
});

describe("a Collection of which the resource names the items", () => {
  it("lists those that are named and exist", async () => {
    expect(await ids("ProtocolEndpoint", SERVED)).toEqual(["e-1"]);
    cloud.endpoints.things.delete("e-1");
    cloud.service.reader.forget("ProtocolEndpoint");
    expect(await ids("ProtocolEndpoint", SERVED)).toEqual([]);
  });

  it("of a resource that is not there is empty", async () => {
    expect(await ids("ProtocolEndpoint", { ...SERVED, id: "f-2" })).toEqual([]);
  });

  it("is not shown as an attribute of references, but as a Collection", async () => {
    const service = await cloud.service.view.find("NetworkService", "f-1");
    expect(service?.values.endpoints).toEqual({ href: "networkServices/f-1/endpoints" });
  });
});
