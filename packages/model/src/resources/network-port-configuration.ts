import { attribute } from "../describe.js";
import { enumeration, string } from "../types/string.js";
import { resource } from "./common.js";

/** Edition 1: how a port is connected. */
export const portType = enumeration(["ACCESS", "TRUNK"]);

/** Edition 1 only: the kind of a port to be. */
export const NetworkPortConfiguration = resource("NetworkPortConfiguration", {
  clause: "XSD",
  until: 1,
  collection: "networkPortConfigs",
  attributes: {
    portType: attribute(portType, { help: "How the port is connected." }),
    classOfService: attribute(string, { help: "The name of a class of service." }),
  },
});
