import { attribute } from "../describe.js";
import { amount } from "../types/integer.js";
import { string } from "../types/string.js";
import { common, limited, resource } from "./common.js";

/** 5.14.1.1.1: storage that is part of one machine and goes with it. */
export const Disk = resource("Disk", {
  clause: "5.14.1.1.1",
  bare: 1,
  base: limited(common, { xmlSince: 2 }),
  attributes: {
    capacity: attribute(amount, { unit: "kilobyte", consumerMandatory: true, help: "The size, in kilobytes (1000 bytes)." }),
    initialLocation: attribute(string, {
      mutable: false,
      consumerWritable: false,
      example: "/dev/sda",
      help: "Where the disk first appears in the guest.",
    }),
  },
});
