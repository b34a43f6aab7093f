import { attribute, immutable, operation, readOnly } from "../describe.js";
import { collection } from "../types/collection.js";
import { amount } from "../types/integer.js";
import { ref } from "../types/ref.js";
import { enumeration } from "../types/string.js";
import { extension, resource } from "./common.js";
import { monitored } from "./monitored.js";

/** 5.16.13: what connects a machine with networks, by endpoints in their segments. */
export const NetworkInterface = resource("NetworkInterface", {
  clause: "5.16.13",
  collection: "interfaces",
  since: 2,
  template: { attribute: "networkInterfaceTemplate", type: "NetworkInterfaceTemplate" },
  stable: ["ENABLED", "DISABLED", "ERROR"],
  capabilities: ["NetworkInterfaceTemplateByValue", "DefaultInitialState", "InitialStates"],
  attributes: {
    state: attribute(enumeration(["CREATING", "ENABLED", "DISABLED", "DELETING", "ERROR"]), {
      ...readOnly,
      help: "The operational state.",
    }),
    endpoints: attribute(collection("ProtocolEndpoint", { by: "interface" }), {
      ...readOnly,
      help: "The endpoints that it serves.",
    }),
    speed: attribute(amount, { unit: "bit per second", help: "The bandwidth, in bits per second." }),
    mtu: attribute(amount, { unit: "byte", help: "The largest frame that it carries, in bytes." }),
    ...monitored,
    machine: attribute(ref("Machine"), { ...immutable, ...extension, help: "The machine that it connects." }),
  },
  operations: {
    enable: operation({ from: ["DISABLED"], after: "ENABLED" }),
    disable: operation({ from: ["ENABLED"], after: "DISABLED" }),
  },
});
