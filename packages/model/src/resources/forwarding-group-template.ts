import { attribute } from "../describe.js";
import { array } from "../types/array.js";
import { ref } from "../types/ref.js";
import { resource } from "./common.js";

/** Edition 1 only: what a forwarding group is made from. */
export const ForwardingGroupTemplate = resource("ForwardingGroupTemplate", {
  clause: "XSD",
  until: 1,
  collection: "forwardingGroupTemplates",
  attributes: { networks: attribute(array(ref("Network")), { help: "The networks that are to reach each other." }) },
});
