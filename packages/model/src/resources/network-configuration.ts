import { attribute } from "../describe.js";
import { amount } from "../types/integer.js";
import { enumeration, string } from "../types/string.js";
import { resource } from "./common.js";

/** Edition 1: whether a network leads out of the cloud. */
export const networkType = enumeration(["PUBLIC", "PRIVATE"]);

/** Edition 1 only: the kind of a network to be. */
export const NetworkConfiguration = resource("NetworkConfiguration", {
  clause: "XSD",
  until: 1,
  collection: "networkConfigs",
  attributes: {
    networkType: attribute(networkType, { help: "Whether the network leads out of the cloud." }),
    mtu: attribute(amount, { unit: "byte", help: "The largest frame that it carries, in bytes." }),
    classOfService: attribute(string, { help: "The name of a class of service." }),
  },
});
