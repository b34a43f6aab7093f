import { attribute, immutable, readOnly } from "../describe.js";
import { ref } from "../types/ref.js";
import { enumeration } from "../types/string.js";
import { location } from "../types/uri.js";
import { resource } from "./common.js";

/** 5.14.7: what a machine is made from, or was saved as. */
export const MachineImage = resource("MachineImage", {
  clause: "5.14.7",
  collection: "machineImages",
  stable: ["AVAILABLE", "ERROR"],
  attributes: {
    state: attribute(enumeration(["CREATING", "AVAILABLE", "DELETING", "ERROR"]), {
      ...readOnly,
      help: "The operational state.",
    }),
    type: attribute(enumeration(["IMAGE", "SNAPSHOT", "PARTIAL_SNAPSHOT"]), {
      ...immutable,
      help: "IMAGE: disks of a machine; SNAPSHOT: its memory too, if it ran.",
    }),
    imageLocation: attribute(location, {
      ...immutable,
      help: "Where the data of the image is; in a request also the machine to capture.",
    }),
    relatedImage: attribute(ref("MachineImage"), {
      ...readOnly,
      goesAlong: { type: "PARTIAL_SNAPSHOT" },
      help: "The snapshot taken before this one.",
    }),
  },
});
