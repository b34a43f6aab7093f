import { attribute, immutable, readOnly } from "../describe.js";
import { namespaceOf } from "../edition.js";
import { dateTime } from "../types/date-time.js";
import { ref } from "../types/ref.js";
import { enumeration, string } from "../types/string.js";
import { structure } from "../types/structure.js";
import { uri } from "../types/uri.js";
import { resource } from "./common.js";

/** The Event may outlive what it is about, so that the reference may lead nowhere. */
const about = {
  resName: attribute(string, { help: "The name of the resource." }),
  resource: attribute(ref("*"), { help: "The resource." }),
  resType: attribute(uri, { accepted: ["restype"], help: "The type of the resource." }),
};

const detail = attribute(string, { help: "What else is known, e.g. the data of the request." });

/** Table 55: what the content of an Event holds, by the end of its type's URI. */
export const EVENT_CONTENTS = {
  state: {
    ...about,
    state: attribute(string, { help: "The state that the resource has come to." }),
    previous: attribute(string, { help: "The state that it had before." }),
  },
  alarm: { ...about, code: attribute(string, { help: "A code of the alarm." }), detail },
  model: {
    ...about,
    change: attribute(enumeration(["create", "update", "delete"]), { help: "What was done to the resource." }),
    detail,
  },
  access: {
    operation: attribute(string, { help: "What was asked for; of HTTP the method." }),
    resource: about.resource,
    detail,
    initiator: attribute(string, { help: "Who asked." }),
  },
};

/** The URI of a type of Events, as the attribute `type` has it. */
export const eventTypeUri = (type: keyof typeof EVENT_CONTENTS): string => `${namespaceOf(2)}/event/${type}`;

/** Which members there are depends on the type; all four types together have no two of one name that differ. */
const content = structure(
  { ...EVENT_CONTENTS.state, ...EVENT_CONTENTS.alarm, ...EVENT_CONTENTS.model, ...EVENT_CONTENTS.access },
  { elements: [1] },
);

/** 5.17.13: something that happened. Edition 1's schema gives it no operations. */
export const Event = resource("Event", {
  clause: "5.17.13",
  bare: 1,
  attributes: {
    timestamp: attribute(dateTime, { ...immutable, help: "When it happened." }),
    type: attribute(uri, { ...immutable, help: "The kind of event: …/cimi/2/event/state and the like (Table 55)." }),
    content: attribute(content, { ...immutable, help: "What happened, as the type says it." }),
    outcome: attribute(string, {
      ...immutable,
      help: "Pending, Unknown, Status, Success, Warning, Failure, or a word of the type's own.",
    }),
    severity: attribute(enumeration(["critical", "high", "medium", "low"]), { ...immutable, help: "How grave it is." }),
    contact: attribute(string, { ...readOnly, help: "Who or what deals with it." }),
  },
});
