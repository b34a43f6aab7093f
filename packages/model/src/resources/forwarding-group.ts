import { attribute } from "../describe.js";
import { array } from "../types/array.js";
import { ref } from "../types/ref.js";
import { resource } from "./common.js";

/** Edition 1 only: networks that reach each other; in edition 2 a service for IP Routing. The schema has an array here (ERRATA). */
export const ForwardingGroup = resource("ForwardingGroup", {
  clause: "XSD",
  until: 1,
  replacedBy: "NetworkService",
  collection: "forwardingGroups",
  template: { attribute: "forwardingGroupTemplate", type: "ForwardingGroupTemplate" },
  attributes: { networks: attribute(array(ref("Network")), { help: "The networks that reach each other." }) },
});
