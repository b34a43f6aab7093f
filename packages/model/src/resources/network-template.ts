import { attribute } from "../describe.js";
import { array } from "../types/array.js";
import { boolean } from "../types/boolean.js";
import { ref } from "../types/ref.js";
import { string } from "../types/string.js";
import { extension, resource } from "./common.js";
import { monitoring } from "./monitored.js";

/** 5.16.3: what a new network is made from. */
export const NetworkTemplate = resource("NetworkTemplate", {
  clause: "5.16.3",
  collection: "networkTemplates",
  attributes: {
    initialState: attribute(string, { help: "The state in which the new network ends." }),
    networkConfig: attribute(ref("NetworkConfiguration"), { until: 1, help: "The kind of network (edition 1)." }),
    forwardingGroup: attribute(ref("ForwardingGroup"), { until: 1, help: "The group that it joins (edition 1)." }),
    segments: attribute(array(ref("ProtocolSegment")), {
      since: 2,
      joins: "segments",
      help: "Existing segments to insert.",
    }),
    segmentTemplates: attribute(array(ref("ProtocolSegmentTemplate")), {
      since: 2,
      makes: "segments",
      help: "Segments to make in it.",
    }),
    services: attribute(array(ref("NetworkService")), { since: 2, joins: "services", help: "Existing services to insert." }),
    serviceTemplates: attribute(array(ref("NetworkServiceTemplate")), {
      since: 2,
      makes: "services",
      help: "Services to make in it.",
    }),
    subnetworks: attribute(array(ref("Network")), {
      since: 2,
      joins: "subnetworks",
      help: "Existing networks to subordinate to it.",
    }),
    subnetworkTemplates: attribute(array(ref("NetworkTemplate")), {
      since: 2,
      makes: "subnetworks",
      help: "Networks to make, subordinate to it.",
    }),
    ...monitoring,
    supernetwork: attribute(ref("Network"), { ...extension, help: "The network to which the new one is subordinate." }),
    external: attribute(boolean, { ...extension, help: "True: the new network leads out of the cloud (5.16.1)." }),
    genResourceMetadata: attribute(ref("ResourceMetadata"), {
      since: 2,
      help: "What governs the networks made from this template.",
    }),
  },
});
