import { attribute, EXTENSION, immutable, operation, readOnly } from "../describe.js";
import { references } from "../types/array.js";
import { dateTime } from "../types/date-time.js";
import { integer } from "../types/integer.js";
import { ref } from "../types/ref.js";
import { enumeration, string } from "../types/string.js";
import { uri } from "../types/uri.js";
import { resource } from "./common.js";

/** Table 46. Edition 1's clients know RUNNING, SUCCESS, FAILED and CANCELLED only. */
const state = enumeration(["QUEUED", "RUNNING", "FAILED", "SUCCESS", "STOPPING", "STOPPED"], {
  QUEUED: "RUNNING",
  STOPPING: "RUNNING",
  STOPPED: "FAILED",
});

/** 5.17.1: a request that the provider carries out. */
export const Job = resource("Job", {
  clause: "5.17.1",
  collection: "jobs",
  closed: true,
  stable: ["FAILED", "SUCCESS", "STOPPED"],
  capabilities: ["JobRetention"],
  attributes: {
    state: attribute(state, { ...readOnly, help: "How far the request has come." }),
    targetResource: attribute(ref("*"), {
      ...readOnly,
      help: "The resource on which the operation was invoked; for an add its Collection.",
    }),
    affectedResources: attribute(references(ref("*")), { ...readOnly, help: "What the operation changed, the target among it." }),
    action: attribute(uri, { ...readOnly, help: "The operation." }),
    returnCode: attribute(integer, { ...readOnly, help: "0: success; 10000 + HTTP status: the refusal." }),
    progress: attribute(integer, { ...readOnly, help: "0 to 100; 100 once it no longer runs." }),
    statusMessage: attribute(string, { ...readOnly, help: "What happened, and what to change." }),
    timeOfStatusChange: attribute(dateTime, { ...readOnly, help: "When the state last changed." }),
    parentJob: attribute(ref("Job"), { ...immutable, help: "The Job that this one is part of." }),
    nestedJobs: attribute(references(ref("Job")), { ...readOnly, help: "The parts of this Job." }),
    nativeRequestId: attribute(string, { ...readOnly, ...EXTENSION, help: "What the cloud called the request." }),
  },
  operations: { stop: operation({ from: ["QUEUED", "RUNNING"], during: ["STOPPING"], after: "STOPPED" }) },
});
