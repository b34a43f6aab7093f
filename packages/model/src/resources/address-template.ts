import { addressing } from "./address.js";
import { resource } from "./common.js";

/** Edition 1 only: what an address is made from. */
export const AddressTemplate = resource("AddressTemplate", {
  clause: "XSD",
  until: 1,
  collection: "addressTemplates",
  alsoGrouped: "addresses",
  attributes: addressing,
});
