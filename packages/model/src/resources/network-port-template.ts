import { attribute } from "../describe.js";
import { ref } from "../types/ref.js";
import { resource } from "./common.js";
import { monitoring } from "./monitored.js";

/** Edition 1 only: what a port is made from. */
export const NetworkPortTemplate = resource("NetworkPortTemplate", {
  clause: "XSD",
  until: 1,
  collection: "networkPortTemplates",
  attributes: {
    network: attribute(ref("Network"), { help: "The network to which the new port leads." }),
    networkPortConfig: attribute(ref("NetworkPortConfiguration"), { help: "The kind of port." }),
    ...monitoring,
  },
});
