import { attribute, immutable, readOnly } from "../describe.js";
import { boolean } from "../types/boolean.js";
import { enumeration } from "../types/string.js";
import { location } from "../types/uri.js";
import { resource } from "./common.js";

/** 5.15.7: what a volume held at one moment. */
export const VolumeImage = resource("VolumeImage", {
  clause: "5.15.7",
  collection: "volumeImages",
  stable: ["AVAILABLE", "ERROR"],
  attributes: {
    state: attribute(enumeration(["CREATING", "AVAILABLE", "DELETING", "ERROR"]), {
      ...readOnly,
      help: "The operational state.",
    }),
    imageLocation: attribute(location, {
      ...immutable,
      help: "Where the data of the image is; in a request the volume to take it of.",
    }),
    bootable: attribute(boolean, { ...readOnly, help: "Whether a machine can start from it." }),
  },
});
