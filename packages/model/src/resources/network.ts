import { attribute, immutable, operation, readOnly } from "../describe.js";
import { boolean } from "../types/boolean.js";
import { collection } from "../types/collection.js";
import { amount } from "../types/integer.js";
import { ref } from "../types/ref.js";
import { enumeration, string } from "../types/string.js";
import { extension, resource } from "./common.js";
import { monitored } from "./monitored.js";
import { networkType } from "./network-configuration.js";

const state = enumeration(["CREATING", "STARTING", "STARTED", "STOPPING", "STOPPED", "DELETING", "ERROR"]);

const first = { ...readOnly, until: 1 } as const;

/** 5.16.1: segments, and the services that they share. */
export const Network = resource("Network", {
  clause: "5.16.1",
  collection: "networks",
  template: { attribute: "networkTemplate", type: "NetworkTemplate" },
  stable: ["STARTED", "STOPPED", "ERROR"],
  capabilities: ["NetworkTemplateByValue", "DefaultInitialState", "InitialStates"],
  attributes: {
    state: attribute(state, { ...readOnly, help: "The operational state." }),
    networkType: attribute(networkType, { ...first, help: "Whether the network leads out of the cloud (edition 1)." }),
    mtu: attribute(amount, { ...first, unit: "byte", help: "The largest frame that it carries (edition 1)." }),
    classOfService: attribute(string, { ...first, help: "The name of a class of service (edition 1)." }),
    networkPorts: attribute(collection("NetworkPort", { link: "NetworkNetworkPort" }), {
      ...first,
      help: "The ports by which machines are connected (edition 1).",
    }),
    forwardingGroup: attribute(ref("ForwardingGroup"), {
      ...first,
      help: "The group that routes to other networks (edition 1).",
    }),
    segments: attribute(collection("ProtocolSegment", { by: "network" }), {
      ...readOnly,
      since: 2,
      help: "The segments of which it consists.",
    }),
    services: attribute(collection("NetworkService", { by: "network" }), {
      ...readOnly,
      since: 2,
      help: "The services that may be applied to it.",
    }),
    subnetworks: attribute(collection("Network", { by: "supernetwork" }), {
      ...readOnly,
      since: 2,
      help: "The networks subordinate to it.",
    }),
    ...monitored,
    supernetwork: attribute(ref("Network"), { ...immutable, ...extension, help: "The network to which it is subordinate." }),
    external: attribute(boolean, { ...immutable, ...extension, help: "Whether it leads out of the cloud (5.16.1)." }),
  },
  operations: {
    start: operation({ from: ["STOPPED"], during: ["STARTING"], after: "STARTED" }),
    stop: operation({ from: ["STARTED"], during: ["STOPPING"], after: "STOPPED" }),
  },
});
