import { attribute } from "../describe.js";
import { namespaceOf } from "../edition.js";
import { array } from "../types/array.js";
import { typeLink } from "../types/uri.js";
import { resource } from "./common.js";
import { metering } from "./metering.js";

/** Table 51: what CIMI itself names to be measured; a provider may add URIs of its own. */
export const ASPECTS = ["cpu", "memory", "disk", "bandwidth", "inputBandwidth", "outputBandwidth"] as const;

/** The URI of an aspect, as the attribute `aspect` has it. */
export const aspectUri = (aspect: (typeof ASPECTS)[number]): string => `${namespaceOf(2)}/aspect/${aspect}`;

/** 5.17.7: what is measured, and how. */
export const MeterConfiguration = resource("MeterConfiguration", {
  clause: "5.17.7",
  collection: "meterConfigs",
  attributes: {
    associatedResources: attribute(array(typeLink), {
      names: { 1: "associatedTo" },
      help: "The types of resources that can be measured so.",
    }),
    ...metering,
  },
});
