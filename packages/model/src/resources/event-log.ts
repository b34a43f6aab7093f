import { attribute, immutable, readOnly } from "../describe.js";
import { collection } from "../types/collection.js";
import { integer } from "../types/integer.js";
import { ref } from "../types/ref.js";
import { string } from "../types/string.js";
import { structure } from "../types/structure.js";
import { resource } from "./common.js";

const count = attribute(integer, { consumerMandatory: true });

/** Table 52: how many Events of each severity there are; edition 1's schema wants all four, as elements. */
const summary = structure({ low: count, medium: count, high: count, critical: count }, { elements: [1] });

const persistence = attribute(string, { help: "How long events are kept, e.g. daily, weekly, monthly or yearly." });

/** 5.17.8: the events of one resource. Table 52 capitalises three of the names. */
export const EventLog = resource("EventLog", {
  clause: "5.17.8",
  collection: "eventLogs",
  template: { attribute: "eventLogTemplate", type: "EventLogTemplate" },
  capabilities: ["Linked"],
  attributes: {
    targetResource: attribute(ref("*"), { ...immutable, help: "What the events are about." }),
    events: attribute(collection("Event"), { ...readOnly, accepted: ["Events"], help: "What happened." }),
    persistence: { ...persistence, accepted: ["Persistence"] },
    summary: attribute(summary, { ...readOnly, accepted: ["Summary"], help: "How many events there are, by severity." }),
  },
});

/** 5.17.11: what a new event log is made from. */
export const EventLogTemplate = resource("EventLogTemplate", {
  clause: "5.17.11",
  collection: "eventLogTemplates",
  attributes: {
    targetResource: attribute(ref("*"), { help: "What the events are to be about." }),
    persistence,
  },
});
