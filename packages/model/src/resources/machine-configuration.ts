import { attribute } from "../describe.js";
import { array } from "../types/array.js";
import { amount } from "../types/integer.js";
import { string } from "../types/string.js";
import { structure } from "../types/structure.js";
import { resource } from "./common.js";

/** Edition 1's schema has child elements here and wants `format`, which most clouds cannot tell: it is then empty. */
const disk = structure(
  {
    capacity: attribute(amount, { unit: "kilobyte", consumerMandatory: true }),
    format: attribute(string, { shownEmpty: 1, example: "ext4" }),
    initialLocation: attribute(string, { example: "/dev/sda" }),
  },
  { elements: [1] },
);

/** 5.14.5: the hardware of a machine to be. */
export const MachineConfiguration = resource("MachineConfiguration", {
  clause: "5.14.5",
  collection: "machineConfigs",
  attributes: {
    cpu: attribute(amount, { consumerMandatory: true, help: "The number of processors." }),
    memory: attribute(amount, { consumerMandatory: true, unit: "kibibyte", help: "The memory, in kibibytes." }),
    disks: attribute(array(disk), { help: "The local disks." }),
    cpuArch: attribute(string, { example: "x86_64", help: "The architecture of the processor, e.g. x86_64." }),
    cpuSpeed: attribute(amount, { unit: "megahertz", help: "The approximate speed of a processor, in megahertz." }),
  },
});
