import { attribute } from "../describe.js";
import { amount } from "../types/integer.js";
import { string } from "../types/string.js";
import { uri } from "../types/uri.js";
import { resource } from "./common.js";

/** 5.15.5: size and kind of a volume to be. */
export const VolumeConfiguration = resource("VolumeConfiguration", {
  clause: "5.15.5",
  collection: "volumeConfigs",
  attributes: {
    type: attribute(uri, { help: "The kind of storage; …/cimi/2/mapped: a block device." }),
    format: attribute(string, { example: "ext4", help: "The file system to be made on it; absent: none." }),
    capacity: attribute(amount, { unit: "kilobyte", help: "The size, in kilobytes (1000 bytes)." }),
  },
});
