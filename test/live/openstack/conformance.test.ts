import { type AdapterSuite, describeAdapter, type Harness } from "@cimi-gateway/conformance";
import { describe, it } from "@jest/globals";
import { harnessOf, SPARING } from "../../support/harness.js";
import { isThere, openCloud, reason } from "./cloud.js";

/** Milliseconds: a server takes seconds, and minutes where many are made. */
const PATIENCE = 180_000;

const SEGMENTS = {
  reason: "OpenStack's firewalls filter interfaces; segments are served by services of the type IP Routing only",
  tests: ["5.16.19: segments to serve are inserted when it is made"],
};

const ADDRESSES = {
  reason: "OpenStack has addresses of subnets on interfaces only, and edition 1 makes an Address without one",
  tests: ["XML", "JSON"].map((format) => `an Address is made in a Network, and deleted (${format} 1.x)`),
};

const suite: AdapterSuite = {
  resources: (await openCloud()).resources,
  skip: [SEGMENTS, ADDRESSES],
  async open(): Promise<Harness> {
    const harness = await harnessOf(await openCloud(), "private", SPARING);
    return { ...harness, patience: PATIENCE };
  },
};

if (isThere) describeAdapter("openstack", suite);
else describe("the cloud openstack", () => it.skip(`is tried${reason}`, () => undefined));
