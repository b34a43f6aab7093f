import { attribute, immutable } from "../describe.js";
import { ref } from "../types/ref.js";
import { resource } from "./common.js";

/** Edition 1 only: the link by which a network lists a port. */
export const NetworkNetworkPort = resource("NetworkNetworkPort", {
  clause: "XSD",
  until: 1,
  closed: true,
  alsoGrouped: "networkPorts",
  attributes: { networkPort: attribute(ref("NetworkPort"), immutable) },
});
