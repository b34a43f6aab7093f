import { attribute, immutable, operation, readOnly } from "../describe.js";
import { ref } from "../types/ref.js";
import { enumeration, string } from "../types/string.js";
import { resource } from "./common.js";
import { monitored } from "./monitored.js";
import { portType } from "./network-port-configuration.js";

/** Edition 1 only: where a machine is connected with a network; in edition 2 an Ethernet endpoint. */
export const NetworkPort = resource("NetworkPort", {
  clause: "XSD",
  until: 1,
  replacedBy: "ProtocolEndpoint",
  collection: "networkPorts",
  template: { attribute: "networkPortTemplate", type: "NetworkPortTemplate" },
  stable: ["STARTED", "STOPPED", "ERROR"],
  attributes: {
    state: attribute(enumeration(["CREATING", "STARTED", "STOPPED", "DELETING", "ERROR"]), {
      ...readOnly,
      help: "The operational state.",
    }),
    network: attribute(ref("Network"), { ...immutable, help: "The network to which it leads." }),
    portType: attribute(portType, { ...readOnly, help: "How it is connected." }),
    classOfService: attribute(string, { ...readOnly, help: "The name of a class of service." }),
    ...monitored,
  },
  operations: {
    start: operation({ from: ["STOPPED"], after: "STARTED" }),
    stop: operation({ from: ["STARTED"], after: "STOPPED" }),
  },
});
