import { writeJson, writeXml } from "@cimi-gateway/model";
import { writingIn } from "@cimi-gateway/model/testing";
import { afterEach, expect, it } from "@jest/globals";
import type { Entity } from "../read/entity.js";
import { FakeResource, type FakeService, serviceOf } from "../testing.js";

let service: FakeService;
afterEach(() => service.close());

const sample: Entity = {
  type: "Sample",
  id: "1",
  path: "meters/1/samples/1",
  nativeId: "1",
  native: {},
  values: { id: "meters/1/samples/1", timestamp: "2026-06-01T12:00:00Z", value: "42" },
};

it("a Sample has its time and value in one element in edition 1, as its own in edition 2 (DSP8009; Table 48)", async () => {
  service = await serviceOf({ Sample: new FakeResource(["timestamp", "value"]).adapter });
  const [first, second] = ([1, 2] as const).map((edition) => service.representer.item(sample, edition));
  expect(writeXml(first!, writingIn(1))).toContain('<sample timestamp="2026-06-01T12:00:00Z" value="42"/>');
  expect(JSON.parse(writeJson(first!, writingIn(1)))).toMatchObject({
    sample: { timestamp: "2026-06-01T12:00:00Z", value: "42" },
  });
  expect(writeXml(second!, writingIn(2))).toContain("<timestamp>2026-06-01T12:00:00Z</timestamp><value>42</value>");
});
