import { attribute, operation, readOnly } from "../describe.js";
import { boolean } from "../types/boolean.js";
import { collection } from "../types/collection.js";
import { amount } from "../types/integer.js";
import { ref } from "../types/ref.js";
import { enumeration } from "../types/string.js";
import { uri } from "../types/uri.js";
import { resource } from "./common.js";
import { monitored } from "./monitored.js";

const state = enumeration(["CREATING", "AVAILABLE", "CAPTURING", "RESTORING", "DELETING", "ERROR"], {
  CAPTURING: "AVAILABLE",
  RESTORING: "AVAILABLE",
});

/** 5.15.1: storage that outlives the machines it is connected to. */
export const Volume = resource("Volume", {
  clause: "5.15.1",
  collection: "volumes",
  template: { attribute: "volumeTemplate", type: "VolumeTemplate" },
  stable: ["AVAILABLE", "ERROR"],
  capabilities: [
    "SharedVolumeSupport",
    "VolumeConfigByValue",
    "VolumeImageByValue",
    "VolumeSnapshot",
    "VolumeTemplateByValue",
    "VolumeAvailabilityLevel",
  ],
  attributes: {
    state: attribute(state, { ...readOnly, help: "The operational state." }),
    type: attribute(uri, { ...readOnly, help: "The kind of storage; …/cimi/2/mapped: a block device." }),
    capacity: attribute(amount, { unit: "kilobyte", help: "The size, in kilobytes (1000 bytes)." }),
    bootable: attribute(boolean, { ...readOnly, help: "Whether a machine can start from it." }),
    images: attribute(collection("VolumeImage", { link: "VolumeVolumeImage" }), {
      ...readOnly,
      help: "The images taken of the volume.",
    }),
    ...monitored,
  },
  operations: {
    snapshot: operation({ from: ["AVAILABLE"], during: ["CAPTURING"], creates: "VolumeImage", since: 2 }),
    restore: operation({
      from: ["AVAILABLE"],
      during: ["RESTORING"],
      after: "AVAILABLE",
      since: 2,
      input: { image: attribute(ref("VolumeImage"), { consumerMandatory: true }) },
    }),
  },
});
