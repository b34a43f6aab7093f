import { type Description, model, type Values } from "@cimi-gateway/model";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Part } from "../jobs/intent.js";
import { sessionOf } from "../testing.js";
import type { Common } from "./common.js";
import { createOf } from "./native-create.js";
import { partsOf, withoutParts } from "./parts.js";
import { type NetworkCloud, networkCloud } from "./testing.js";
import { Trail } from "./trail.js";

const Network: Description = model.Network;

let cloud: NetworkCloud;
beforeEach(async () => {
  cloud = await networkCloud();
  await keep("ProtocolSegmentTemplate", "small", { protocol: "IPv4", name: "the template's own" });
  await keep("NetworkTemplate", "a", { subnetworkTemplates: [{ href: "networkTemplates/b" }] });
  await keep("NetworkTemplate", "b", { subnetworkTemplates: [{ href: "networkTemplates/a" }] });
});
afterEach(() => cloud.service.close());

const keep = (type: string, id: string, value: Values) =>
  cloud.service.store.records.insert(cloud.service.cloud.scope, {
    type,
    id,
    parent: "",
    created: "2026-06-01T12:00:00Z",
    value: value as never,
  });

const parts = (held: Values, limit = 10, common: Common = {}): Promise<readonly Part[]> =>
  partsOf(sessionOf(cloud.service), Network, { common, held, trail: new Trail(limit) });

const byValue = (value: Values) => ({ value });

describe("what is to be made from the templates in a template (5.16.3)", () => {
  it("is named after its Collection and place, and made in the whole", async () => {
    const made = await parts({
      segmentTemplates: [byValue({ protocol: "IPv4" }), { href: "segmentTemplates/small" }],
      subnetworkTemplates: [byValue({ initialState: "STOPPED" })],
    });
    expect(made.map(({ name, by, into, intent }) => [name, by, into, intent.type])).toEqual([
      ["segments-0", "network", undefined, "ProtocolSegment"],
      ["segments-1", "network", undefined, "ProtocolSegment"],
      ["subnetworks-0", "supernetwork", undefined, "Network"],
    ]);
    expect(made.map(({ intent }) => intent.request.template)).toEqual([
      { protocol: "IPv4", initialState: "STOPPED" },
      { protocol: "IPv4", initialState: "STOPPED" },
      { initialState: "STOPPED" },
    ]);
    expect(new Set(made.map(({ intent }) => intent.request.id)).size).toBe(3);
  });

  it("may be made of parts itself", async () => {
    const [part] = await parts({ subnetworkTemplates: [byValue({ segmentTemplates: [byValue({ protocol: "IPv6" })] })] });
    expect(part!.intent.parts).toMatchObject([{ name: "segments-0", by: "network", intent: { type: "ProtocolSegment" } }]);
    expect(part!.intent.request.template).toEqual({ initialState: "STOPPED" });
  });

  it("goes, with its own parts, to the place that the whole is asked for, and takes nothing else of it", async () => {
    const held = { subnetworkTemplates: [byValue({ segmentTemplates: [byValue({ protocol: "IPv6" })] })] };
    const [part] = await parts(held, 10, { location: "zone-1", name: "whole", properties: { team: "blue" } });
    const requests = [part!.intent.request, part!.intent.parts![0]!.intent.request];
    expect(requests.map(({ name, location, properties }) => [name, location, properties])).toEqual([
      [undefined, "zone-1", undefined],
      [undefined, "zone-1", undefined],
    ]);
    expect((await parts(held))[0]!.intent.request).not.toHaveProperty("location");
  });

  it("never leads back to a template that it is made of (4.2.1.1)", async () => {
    await expect(parts({ subnetworkTemplates: [{ href: "networkTemplates/a" }] })).rejects.toMatchObject({
      path: ["subnetworkTemplates", 0, "subnetworkTemplates", 0, "subnetworkTemplates", 0],
      problem: expect.stringContaining("made of itself"),
    });
  });

  it("is no more than the setting maxParts says", async () => {
    const held = { segmentTemplates: [1, 2, 3].map(() => byValue({ protocol: "IPv4" })) };
    await expect(parts(held, 2)).rejects.toMatchObject({ problem: expect.stringContaining("at most 2 resources") });
    await expect(parts(held, 3)).resolves.toHaveLength(3);
  });

  // [5.16.7-2] [5.16.19-2]
  it("belongs to the whole and to nothing else (5.16.7, 5.16.19)", async () => {
    const network = { href: "networks/n-1" };
    for (const held of [
      { segmentTemplates: [byValue({ protocol: "IPv4", network })] },
      { serviceTemplates: [byValue({ type: "DNS", network })] },
    ])
      await expect(parts(held)).rejects.toMatchObject({ path: [Object.keys(held)[0], 0, "network"] });
  });

  it("is refused where something mandatory is missing, at its place", async () => {
    await expect(parts({ segmentTemplates: [byValue({ initialState: "STOPPED" })] })).rejects.toMatchObject({
      path: expect.arrayContaining(["segmentTemplates", 0, "protocol"]),
    });
  });
});

describe("the whole", () => {
  it("is asked for without what is made or inserted by steps of their own", () => {
    const held = { initialState: "STARTED", segments: [], segmentTemplates: [], subnetworkTemplates: [], services: [] };
    expect(withoutParts(model.NetworkTemplate, held)).toEqual({ initialState: "STARTED" });
  });

  it("has its parts and what enters it in one intent, by native ids (5.5.12.2)", async () => {
    const held = { segments: [{ href: "segments/s-3" }], segmentTemplates: [byValue({ protocol: "IPv4" })] };
    const asked = { common: { name: "whole" }, held, trail: new Trail(10) };
    const { intent } = await createOf(sessionOf(cloud.service), Network, asked);
    expect(intent).toMatchObject({
      kind: "create",
      type: "Network",
      request: { name: "whole", template: { initialState: "STOPPED" } },
      parts: [{ name: "segments-0" }],
      joins: [{ attribute: "segments", item: "s-3" }],
    });
  });
});
