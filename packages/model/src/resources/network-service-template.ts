import { attribute } from "../describe.js";
import { array } from "../types/array.js";
import { map } from "../types/map.js";
import { ref } from "../types/ref.js";
import { string } from "../types/string.js";
import { resource } from "./common.js";
import { monitoring } from "./monitored.js";
import { policies, serviceType } from "./network-service.js";

/** 5.16.19: what a new service is made from. */
export const NetworkServiceTemplate = resource("NetworkServiceTemplate", {
  clause: "5.16.19",
  collection: "networkServiceTemplates",
  since: 2,
  attributes: {
    network: attribute(ref("Network"), { placed: true, help: "The network to which the new service belongs." }),
    initialState: attribute(string, { help: "The state in which the new service ends." }),
    type: attribute(serviceType, { consumerMandatory: true, help: "What the service does." }),
    endpoints: attribute(array(ref("ProtocolEndpoint")), { joins: "endpoints", help: "The endpoints that it serves." }),
    segments: attribute(array(ref("ProtocolSegment")), {
      joins: "segments",
      help: "The segments of which it serves all endpoints.",
    }),
    policies: attribute(map, { ...policies, help: "How it does it: rules, routes, listeners, members." }),
    ...monitoring,
    genResourceMetadata: attribute(ref("ResourceMetadata"), { help: "What governs the services made from this template." }),
  },
});
