import { attribute, immutable, operation, readOnly } from "../describe.js";
import { isSecretPolicy, POLICIES, SERVICE_TYPES } from "../policies/policies.js";
import { collection } from "../types/collection.js";
import { map } from "../types/map.js";
import { ref } from "../types/ref.js";
import { enumeration } from "../types/string.js";
import { extension, resource } from "./common.js";
import { monitored } from "./monitored.js";

/** Table 44. */
export const serviceType = enumeration(SERVICE_TYPES);

/** What the keys of policies mean, and which are never shown. */
export const policies = { vocabulary: { by: "type", of: POLICIES }, secretEntry: isSecretPolicy } as const;

/** 5.16.17: what a network does beyond carrying traffic within a segment. */
export const NetworkService = resource("NetworkService", {
  clause: "5.16.17",
  collection: "networkServices",
  grouping: "services",
  since: 2,
  template: { attribute: "networkServiceTemplate", type: "NetworkServiceTemplate" },
  stable: ["STARTED", "STOPPED", "ERROR"],
  capabilities: ["NetworkServiceTemplateByValue", "DefaultInitialState", "InitialStates"],
  attributes: {
    state: attribute(enumeration(["CREATING", "STARTED", "STOPPED", "DELETING", "ERROR"]), {
      ...readOnly,
      help: "The operational state.",
    }),
    type: attribute(serviceType, { ...immutable, help: "What the service does." }),
    endpoints: attribute(collection("ProtocolEndpoint"), { ...readOnly, help: "The endpoints that it serves." }),
    segments: attribute(collection("ProtocolSegment"), { ...readOnly, help: "The segments of which it serves all endpoints." }),
    policies: attribute(map, { ...policies, help: "How it does it: rules, routes, listeners, members." }),
    ...monitored,
    network: attribute(ref("Network"), { ...immutable, ...extension, help: "The network to which it belongs." }),
  },
  operations: {
    start: operation({ from: ["STOPPED"], after: "STARTED" }),
    stop: operation({ from: ["STARTED"], after: "STOPPED" }),
  },
});
