import { attribute, immutable, readOnly } from "../describe.js";
import { collection } from "../types/collection.js";
import { amount } from "../types/integer.js";
import { ref } from "../types/ref.js";
import { enumeration, string } from "../types/string.js";
import { resource } from "./common.js";

/** Edition 1: whether an interface can be used. */
export const interfaceState = enumeration(["Active", "Passive", "Disabled"]);

/** Edition 1 only: an interface of a machine; in edition 2 a NetworkInterface with its endpoints. */
export const MachineNetworkInterface = resource("MachineNetworkInterface", {
  clause: "XSD",
  until: 1,
  replacedBy: "NetworkInterface",
  attributes: {
    addresses: attribute(collection("Address", { link: "MachineNetworkInterfaceAddress" }), {
      ...readOnly,
      help: "The addresses of the interface.",
    }),
    network: attribute(ref("Network"), { ...immutable, help: "The network to which it leads." }),
    networkPort: attribute(ref("NetworkPort"), { ...immutable, help: "The port by which it is connected." }),
    state: attribute(interfaceState, { help: "Whether it can be used." }),
    macAddress: attribute(string, { ...immutable, help: "The address on the Ethernet." }),
    mtu: attribute(amount, { unit: "byte", help: "The largest frame that it carries, in bytes." }),
  },
});
