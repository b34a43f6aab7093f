import { describeAdapter } from "@cimi-gateway/conformance";
import { serveConfigured } from "../../support/configured.js";
import { harnessOver, SPARING } from "../../support/harness.js";
import { openCloud, settingsOf } from "./adapter-harness.js";

/** Milliseconds: a server takes seconds, and minutes where many are made. */
const PATIENCE = 180_000;
const CLOUD = "private";

const SEGMENTS = {
  reason: "OpenStack's firewalls filter interfaces; segments are served by services of the type IP Routing only",
  tests: ["5.16.19: segments to serve are inserted when it is made"],
};

const ADDRESSES = {
  reason: "OpenStack has addresses of subnets on interfaces only, and edition 1 makes an Address without one",
  tests: ["XML", "JSON"].map((format) => `an Address is made in a Network, and deleted (${format} 1.x)`),
};

/** Over HTTP, from a gateway that is a process of its own: as it is used. */
describeAdapter("openstack", {
  resources: (await openCloud()).resources,
  skip: [SEGMENTS, ADDRESSES],
  async open() {
    const served = await serveConfigured({ server: SPARING, clouds: { [CLOUD]: { adapter: "openstack", ...settingsOf() } } });
    return { ...harnessOver(served, CLOUD, SPARING.pollShortest), patience: PATIENCE };
  },
});
