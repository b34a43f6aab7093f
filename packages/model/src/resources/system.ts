import { attribute, operation, readOnly, type Traits } from "../describe.js";
import { collection } from "../types/collection.js";
import { enumeration } from "../types/string.js";
import { resource } from "./common.js";
import { monitored } from "./monitored.js";
import { exporting, importing } from "./packages.js";

/** Table 9: the state that all Machines of the System have; MIXED where they differ or there are none. */
const state = enumeration([
  "CREATING",
  "STARTING",
  "STARTED",
  "STOPPING",
  "STOPPED",
  "PAUSING",
  "PAUSED",
  "SUSPENDING",
  "SUSPENDED",
  "MIXED",
  "DELETING",
  "ERROR",
]);

/** 5.13.1: components are made with the System, or exist before and are inserted; edition 1 has a link for either. */
const components = (type: string, help: string, traits: Partial<Traits> = {}) =>
  attribute(collection(type, { link: `System${type}`, inserts: true }), { ...readOnly, ...traits, help });

const first = { until: 1 } as const;

/** 5.13.1: machines, volumes, networks and more that are managed as one. */
export const System = resource("System", {
  clause: "5.13.1",
  collection: "systems",
  template: { attribute: "systemTemplate", type: "SystemTemplate" },
  stable: ["STARTED", "STOPPED", "PAUSED", "SUSPENDED", "MIXED", "ERROR"],
  capabilities: ["SystemComponentTemplateByValue"],
  attributes: {
    state: attribute(state, { ...readOnly, help: "The state that its machines have in common." }),
    systems: components("System", "The systems inside it."),
    machines: components("Machine", "The machines of which it consists."),
    credentials: components("Credential", "The credentials that belong to it."),
    volumes: components("Volume", "The volumes of which it consists."),
    networks: components("Network", "The networks of which it consists."),
    networkPorts: components("NetworkPort", "The ports of which it consists (edition 1).", first),
    addresses: components("Address", "The addresses of which it consists (edition 1).", first),
    forwardingGroups: components("ForwardingGroup", "The forwarding groups of which it consists (edition 1).", first),
    networkServices: attribute(collection("NetworkService", { inserts: true }), {
      ...readOnly,
      since: 2,
      help: "The services of networks of which it consists.",
    }),
    services: attribute(collection("SystemService"), { ...readOnly, since: 2, help: "The services that the system is under." }),
    ...monitored,
  },
  operations: {
    // 5.13.1.2: not all Machines need be in one state. Before start, as for a Machine: clients let the last match win.
    restart: operation({ from: ["STARTED", "STOPPED", "MIXED"], during: ["STOPPING", "STARTING"], after: "STARTED" }),
    start: operation({ from: ["STOPPED", "PAUSED", "SUSPENDED", "MIXED"], during: ["STARTING"], after: "STARTED" }),
    stop: operation({
      from: ["STARTED", "STOPPING", "PAUSED", "SUSPENDED", "MIXED"],
      during: ["STOPPING"],
      after: "STOPPED",
    }),
    pause: operation({ from: ["STARTED", "MIXED"], during: ["PAUSING"], after: "PAUSED" }),
    suspend: operation({ from: ["STARTED", "MIXED"], during: ["SUSPENDING"], after: "SUSPENDED" }),
    export: exporting,
  },
  collectionOperations: { import: importing },
});
