import { attribute, immutable } from "../describe.js";
import { ref } from "../types/ref.js";
import { resource } from "./common.js";

/** Edition 1 only: the link by which a volume lists an image taken of it. */
export const VolumeVolumeImage = resource("VolumeVolumeImage", {
  clause: "XSD",
  until: 1,
  closed: true,
  attributes: { volumeImage: attribute(ref("VolumeImage"), immutable) },
});
