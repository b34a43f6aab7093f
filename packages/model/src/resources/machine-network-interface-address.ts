import { attribute, immutable } from "../describe.js";
import { ref } from "../types/ref.js";
import { resource } from "./common.js";

/** Edition 1 only: the link by which an interface of a machine lists an address. */
export const MachineNetworkInterfaceAddress = resource("MachineNetworkInterfaceAddress", {
  clause: "XSD",
  until: 1,
  attributes: { address: attribute(ref("Address"), immutable) },
});
