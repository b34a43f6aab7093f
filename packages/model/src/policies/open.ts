import { vocabulary } from "../vocabulary/vocabulary.js";

/** 5.16.17: what a device does is its maker's; keys and values are handed on as they are. */
export const virtualNetworkDevice = vocabulary(
  "What a device from a third party does; its maker says which keys there are.",
  {},
  true,
);

/** Table 44: services of which CIMI knows nothing. */
export const other = vocabulary("What any other service does; whoever provides it says which keys there are.", {}, true);
