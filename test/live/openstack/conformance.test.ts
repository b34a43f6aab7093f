import { type AdapterSuite, describeAdapter, type Harness } from "@cimi-gateway/conformance";
import { describe, it } from "@jest/globals";
import { harnessOf, SPARING } from "../../support/harness.js";
import { isThere, openCloud, reason } from "./cloud.js";

/** Milliseconds: a server takes seconds, and minutes where many are made. */
const PATIENCE = 180_000;

const suite: AdapterSuite = {
  resources: (await openCloud()).resources,
  async open(): Promise<Harness> {
    const harness = await harnessOf(await openCloud(), "private", SPARING);
    return { ...harness, patience: PATIENCE };
  },
};

if (isThere) describeAdapter("openstack", suite);
else describe("the cloud openstack", () => it.skip(`is tried${reason}`, () => undefined));
