import { attribute, immutable } from "../describe.js";
import { ref } from "../types/ref.js";
import { string } from "../types/string.js";
import { resource } from "./common.js";

/** 5.14.1.1.2: a volume as a machine sees it. Edition 1 calls the link a MachineVolume. */
export const locatedVolume = resource("locatedVolume", {
  clause: "5.14.1.1.2",
  names: { 1: "MachineVolume" },
  attributes: {
    initialLocation: attribute(string, {
      ...immutable,
      example: "/dev/sdf",
      help: "Where the volume first appears in the guest.",
    }),
    volume: attribute(ref("Volume"), { ...immutable, consumerMandatory: true, help: "The volume." }),
  },
});
