import { describeAdapter } from "@cimi-gateway/conformance";
import { harnessOf, SPARING } from "../../support/harness.js";
import { openCloud } from "./adapter-harness.js";

/** Milliseconds: a server takes seconds, and minutes where many are made. */
const PATIENCE = 180_000;

describeAdapter("openstack", {
  resources: (await openCloud()).resources,
  open: async () => ({ ...(await harnessOf(await openCloud(), "private", SPARING)), patience: PATIENCE }),
});
