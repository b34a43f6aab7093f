import { attribute } from "../describe.js";
import { ref } from "../types/ref.js";
import { resource } from "./common.js";
import { monitoring } from "./monitored.js";

/** 5.15.3: what a new volume is made from. */
export const VolumeTemplate = resource("VolumeTemplate", {
  clause: "5.15.3",
  collection: "volumeTemplates",
  attributes: {
    volumeConfig: attribute(ref("VolumeConfiguration"), { consumerMandatory: true, help: "Size and kind." }),
    volumeImage: attribute(ref("VolumeImage"), { help: "What the new volume holds." }),
    ...monitoring,
    genResourceMetadata: attribute(ref("ResourceMetadata"), {
      since: 2,
      help: "What governs the volumes made from this template.",
    }),
  },
});
