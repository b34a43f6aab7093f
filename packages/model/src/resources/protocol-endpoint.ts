import { attribute, immutable, operation, readOnly } from "../describe.js";
import { PARAMETERS } from "../parameters/parameters.js";
import { map } from "../types/map.js";
import { ref } from "../types/ref.js";
import { enumeration, string } from "../types/string.js";
import { extension, resource } from "./common.js";
import { monitored } from "./monitored.js";
import { protocol } from "./protocol-segment.js";

/** Table 37: whether the consumer chose the address, or the provider. */
export const origin = enumeration(["STATIC", "DYNAMIC"]);

/** 5.16.9: what can be addressed in a segment. */
export const ProtocolEndpoint = resource("ProtocolEndpoint", {
  clause: "5.16.9",
  collection: "endpoints",
  since: 2,
  template: { attribute: "protocolEndpointTemplate", type: "ProtocolEndpointTemplate" },
  stable: ["ENABLED", "DISABLED", "ERROR"],
  capabilities: ["ProtocolEndpointTemplateByValue", "DefaultInitialState", "InitialStates"],
  attributes: {
    state: attribute(enumeration(["CREATING", "ENABLED", "DISABLED", "DELETING", "ERROR"]), {
      ...readOnly,
      help: "The operational state.",
    }),
    protocol: attribute(protocol, { ...immutable, help: "The protocol of its segment." }),
    address: attribute(string, { ...immutable, help: "The address, as its protocol writes it." }),
    origin: attribute(origin, { ...immutable, help: "STATIC: the consumer chose the address; DYNAMIC: the provider." }),
    interface: attribute(ref("NetworkInterface"), { help: "The interface by which it is connected." }),
    parameters: attribute(map, {
      vocabulary: { by: "protocol", of: PARAMETERS.ProtocolEndpoint },
      help: "What belongs to the protocol (Tables 38 to 40).",
    }),
    ...monitored,
    segment: attribute(ref("ProtocolSegment"), { ...immutable, ...extension, help: "The segment in which it is." }),
  },
  operations: {
    enable: operation({ from: ["DISABLED"], after: "ENABLED" }),
    disable: operation({ from: ["ENABLED"], after: "DISABLED" }),
  },
});
