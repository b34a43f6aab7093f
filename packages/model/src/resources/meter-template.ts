import { attribute } from "../describe.js";
import { ref } from "../types/ref.js";
import { resource } from "./common.js";

/** 5.17.5: what a new meter is made from. */
export const MeterTemplate = resource("MeterTemplate", {
  clause: "5.17.5",
  collection: "meterTemplates",
  attributes: {
    targetResource: attribute(ref("*"), { help: "What is to be measured; absent where the meter is added to a resource." }),
    meterConfig: attribute(ref("MeterConfiguration"), { consumerMandatory: true, help: "What is measured, and how." }),
  },
});
