import { attribute } from "../describe.js";
import { boolean } from "../types/boolean.js";
import { interval } from "../types/duration.js";
import { amount } from "../types/integer.js";
import { enumeration, string } from "../types/string.js";
import { uri } from "../types/uri.js";

/** Tables 47 and 50: what is measured, and how; a Meter has it from its MeterConfiguration. */
export const metering = {
  aspect: attribute(uri, { help: "What is measured: …/cimi/2/aspect/cpu and the like (Table 51)." }),
  units: attribute(string, { help: "The unit of the samples, for people." }),
  sampleInterval: attribute(amount, { unit: "second", help: "The time from one sample to the next." }),
  timeScope: attribute(enumeration(["Point", "Interval"]), { help: "Whether a sample tells of a moment or of an interval." }),
  intervalDuration: attribute(interval, { help: "The length of that interval, e.g. PT1H." }),
  isContinuous: attribute(boolean, { help: "Whether the value is continuous, rather than scalar." }),
};
