import { type Description, model, type Values } from "@cimi-gateway/model";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Route } from "../route.js";
import { faultOf, sessionOf } from "../testing.js";
import { checkPlaced, placedIn } from "./placing.js";
import { type NetworkCloud, networkCloud } from "./testing.js";

const Segment: Description = model.ProtocolSegment;
const Service: Description = model.NetworkService;
const Network: Description = model.Network;

let cloud: NetworkCloud;
beforeEach(async () => {
  cloud = await networkCloud();
});
afterEach(() => cloud.service.close());

type Collection = Extract<Route, { kind: "collection" }>;
const inNetwork = (id: string): Collection => ({
  kind: "collection",
  collection: `networks/${id}/segments`,
  type: "ProtocolSegment",
  parent: { type: "Network", id, attribute: "segments" },
});

const placed = (template: Values, route = inNetwork("n-1")): Promise<Values> =>
  placedIn(sessionOf(cloud.service), route, Segment, { protocolSegmentTemplate: { value: template } });

describe("what is added to a Collection of a resource (5.5.12.1)", () => {
  it("belongs to that resource: its template says so", async () => {
    expect(await placed({ protocol: "IPv4" })).toEqual({
      protocolSegmentTemplate: { value: { protocol: "IPv4", network: { href: "networks/n-1" } } },
    });
  });

  it("may say so itself, by whatever address", async () => {
    const network = { href: "http://gateway.test/cimi/2/fake/networks/n-1" };
    expect(await placed({ network })).toMatchObject({
      protocolSegmentTemplate: { value: { network: { href: "networks/n-1" } } },
    });
  });

  it("is refused when it names another", async () => {
    await expect(placed({ network: { href: "networks/n-2" } })).rejects.toMatchObject({
      path: ["protocolSegmentTemplate", "network"],
    });
  });

  it("is refused when the resource is not there, or is being made", async () => {
    await expect(placed({}, inNetwork("none"))).rejects.toMatchObject({ status: 404 });
    await expect(placed({}, inNetwork("n-3"))).rejects.toMatchObject({ status: 409 });
  });

  it("is left as it is in the Collection of the Cloud Entry Point", async () => {
    const values = { protocolSegmentTemplate: { value: { protocol: "IPv4" } } };
    const route: Collection = { kind: "collection", collection: "segments", type: "ProtocolSegment" };
    expect(await placedIn(sessionOf(cloud.service), route, Segment, values)).toBe(values);
  });
});

// [5.16.7-1] [5.16.19-1]
it("outside of such a Collection the template names the network (5.16.7, 5.16.19)", () => {
  expect(faultOf(() => checkPlaced(Segment, { protocol: "IPv4" }))).toContain("protocolSegmentTemplate network: is missing");
  expect(faultOf(() => checkPlaced(Service, { type: "DNS" }))).toContain("networkServiceTemplate network: is missing");
  expect(() => checkPlaced(Segment, { network: { href: "networks/n-1" } })).not.toThrow();
  expect(() => checkPlaced(Network, {})).not.toThrow();
});
