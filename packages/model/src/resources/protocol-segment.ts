import { attribute, immutable, operation, readOnly } from "../describe.js";
import { PARAMETERS } from "../parameters/parameters.js";
import { boolean } from "../types/boolean.js";
import { collection } from "../types/collection.js";
import { map } from "../types/map.js";
import { ref } from "../types/ref.js";
import { enumeration } from "../types/string.js";
import { extension, resource } from "./common.js";
import { monitored } from "./monitored.js";

/** Table 32: the protocols of a segment and of its endpoints. */
export const protocol = enumeration(["Ethernet", "IPv4", "IPv6"]);

/** 5.16.5: a channel of a network, in one protocol. */
export const ProtocolSegment = resource("ProtocolSegment", {
  clause: "5.16.5",
  collection: "segments",
  since: 2,
  template: { attribute: "protocolSegmentTemplate", type: "ProtocolSegmentTemplate" },
  stable: ["STARTED", "STOPPED", "ERROR"],
  capabilities: ["ProtocolSegmentTemplateByValue", "DefaultInitialState", "InitialStates"],
  attributes: {
    state: attribute(enumeration(["CREATING", "STARTED", "STOPPED", "DELETING", "ERROR"]), {
      ...readOnly,
      help: "The operational state.",
    }),
    protocol: attribute(protocol, { ...immutable, help: "The protocol that it carries." }),
    noDefaultRouting: attribute(boolean, { help: "True: its endpoints reach each other by a service only." }),
    endpoints: attribute(collection("ProtocolEndpoint", { by: "segment" }), { ...readOnly, help: "The endpoints in it." }),
    parameters: attribute(map, {
      vocabulary: { by: "protocol", of: PARAMETERS.ProtocolSegment },
      help: "What belongs to the protocol (Tables 33 to 35).",
    }),
    ...monitored,
    network: attribute(ref("Network"), { ...immutable, ...extension, help: "The network of which it is a part." }),
  },
  operations: {
    start: operation({ from: ["STOPPED"], after: "STARTED" }),
    stop: operation({ from: ["STARTED"], after: "STOPPED" }),
  },
});
