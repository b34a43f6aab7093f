import { attribute, readOnly } from "../describe.js";
import { array } from "../types/array.js";
import { collection } from "../types/collection.js";
import { ref } from "../types/ref.js";

/** What every resource has that can be watched: the last two rows of its table. */
export const monitored = {
  meters: attribute(collection("Meter"), { ...readOnly, help: "What is measured of it." }),
  eventLog: attribute(ref("EventLog"), { ...readOnly, help: "What happened to it." }),
};

/** What every template of such a resource has. */
export const monitoring = {
  meterTemplates: attribute(array(ref("MeterTemplate")), { help: "Meters to make for what is made, by reference or by value." }),
  eventLogTemplate: attribute(ref("EventLogTemplate"), { help: "The event log to make for what is made." }),
};
