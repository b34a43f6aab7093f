import { attribute, immutable } from "../describe.js";
import { ref } from "../types/ref.js";
import { resource } from "./common.js";

/** Edition 1 only: the link by which a machine lists a snapshot. Its schema spells the reference `shapshot`. */
export const MachineSnapshot = resource("MachineSnapshot", {
  clause: "XSD",
  until: 1,
  closed: true,
  attributes: { snapshot: attribute(ref("MachineImage"), { ...immutable, xmlNames: { 1: "shapshot" } }) },
});
