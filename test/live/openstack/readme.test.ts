import { serveConfigured } from "../../support/configured.js";
import { describeTour } from "../../support/tour.js";
import { settingsOf } from "./adapter-harness.js";

const CLOUD = "private";
/** Milliseconds: on a busy computer each of some hundred native calls takes a second. */
const PATIENCE = 600_000;

describeTour({
  cloud: CLOUD,
  start: () => serveConfigured({ clouds: { [CLOUD]: { adapter: "openstack", ...settingsOf() } } }),
  patience: PATIENCE,
});
