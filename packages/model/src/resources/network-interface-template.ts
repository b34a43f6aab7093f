import { attribute } from "../describe.js";
import { array } from "../types/array.js";
import { amount } from "../types/integer.js";
import { ref } from "../types/ref.js";
import { string } from "../types/string.js";
import { extension, resource } from "./common.js";
import { monitoring } from "./monitored.js";

/** 5.16.15: what a new interface is made from. Table 43 has a Collection of endpoints where other templates have an array (ERRATA). */
export const NetworkInterfaceTemplate = resource("NetworkInterfaceTemplate", {
  clause: "5.16.15",
  collection: "interfaceTemplates",
  since: 2,
  attributes: {
    initialState: attribute(string, { help: "The state in which the new interface ends." }),
    endpoints: attribute(array(ref("ProtocolEndpoint")), { joins: "endpoints", help: "Existing endpoints that it serves." }),
    speed: attribute(amount, { unit: "bit per second", help: "The bandwidth, in bits per second." }),
    mtu: attribute(amount, { unit: "byte", help: "The largest frame that it carries, in bytes." }),
    ...monitoring,
    endpointTemplates: attribute(array(ref("ProtocolEndpointTemplate")), {
      ...extension,
      makes: "endpoints",
      help: "Endpoints to make with it; each names its segment.",
    }),
    machine: attribute(ref("Machine"), { ...extension, help: "The machine that it connects." }),
    genResourceMetadata: attribute(ref("ResourceMetadata"), { help: "What governs the interfaces made from this template." }),
  },
});
