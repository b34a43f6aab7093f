import { attribute } from "../describe.js";
import { PARAMETERS } from "../parameters/parameters.js";
import { array } from "../types/array.js";
import { boolean } from "../types/boolean.js";
import { map } from "../types/map.js";
import { ref } from "../types/ref.js";
import { string } from "../types/string.js";
import { resource } from "./common.js";
import { monitoring } from "./monitored.js";
import { protocol } from "./protocol-segment.js";

/** 5.16.7: what a new segment is made from. */
export const ProtocolSegmentTemplate = resource("ProtocolSegmentTemplate", {
  clause: "5.16.7",
  collection: "segmentTemplates",
  since: 2,
  attributes: {
    network: attribute(ref("Network"), { placed: true, help: "The network of which the new segment is a part." }),
    initialState: attribute(string, { help: "The state in which the new segment ends." }),
    protocol: attribute(protocol, { consumerMandatory: true, help: "The protocol that it carries." }),
    noDefaultRouting: attribute(boolean, { help: "True: its endpoints reach each other by a service only." }),
    endpoints: attribute(array(ref("ProtocolEndpoint")), { joins: "endpoints", help: "Existing endpoints to insert." }),
    endpointTemplates: attribute(array(ref("ProtocolEndpointTemplate")), {
      makes: "endpoints",
      help: "Endpoints to make in it.",
    }),
    parameters: attribute(map, {
      vocabulary: { by: "protocol", of: PARAMETERS.ProtocolSegment },
      help: "What belongs to the protocol (Tables 33 to 35).",
    }),
    ...monitoring,
    genResourceMetadata: attribute(ref("ResourceMetadata"), { help: "What governs the segments made from this template." }),
  },
});
