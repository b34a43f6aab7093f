import { attribute } from "../describe.js";
import { PARAMETERS } from "../parameters/parameters.js";
import { map } from "../types/map.js";
import { ref } from "../types/ref.js";
import { string } from "../types/string.js";
import { extension, resource } from "./common.js";
import { monitoring } from "./monitored.js";
import { origin } from "./protocol-endpoint.js";
import { protocol } from "./protocol-segment.js";

/** 5.16.11: what a new endpoint is made from. */
export const ProtocolEndpointTemplate = resource("ProtocolEndpointTemplate", {
  clause: "5.16.11",
  collection: "endpointTemplates",
  since: 2,
  attributes: {
    initialState: attribute(string, { help: "The state in which the new endpoint ends." }),
    address: attribute(string, { help: "The address; only where origin is STATIC." }),
    origin: attribute(origin, { help: "STATIC: address says which; DYNAMIC, the default: the provider chooses." }),
    interface: attribute(ref("NetworkInterface"), { help: "The interface by which it is connected." }),
    parameters: attribute(map, {
      vocabulary: { by: "protocol", of: PARAMETERS.ProtocolEndpoint },
      help: "What belongs to the protocol (Tables 38 to 40).",
    }),
    ...monitoring,
    segment: attribute(ref("ProtocolSegment"), { ...extension, help: "The segment in which it is." }),
    protocol: attribute(protocol, { ...extension, help: "The protocol, where no segment says it." }),
    genResourceMetadata: attribute(ref("ResourceMetadata"), { help: "What governs the endpoints made from this template." }),
  },
});
