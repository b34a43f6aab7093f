import { attribute, operation, readOnly } from "../describe.js";
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
const components = (type: string, link: string) => attribute(collection(type, { link, inserts: true }), readOnly);

/** 5.13.1: machines, volumes and more that are managed as one. */
export const System = resource("System", {
  clause: "5.13.1",
  collection: "systems",
  template: { attribute: "systemTemplate", type: "SystemTemplate" },
  stable: ["STARTED", "STOPPED", "PAUSED", "SUSPENDED", "MIXED", "ERROR"],
  capabilities: ["SystemComponentTemplateByValue"],
  attributes: {
    state: attribute(state, { ...readOnly, help: "The state that its machines have in common." }),
    systems: components("System", "SystemSystem"),
    machines: components("Machine", "SystemMachine"),
    credentials: components("Credential", "SystemCredential"),
    volumes: components("Volume", "SystemVolume"),
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
