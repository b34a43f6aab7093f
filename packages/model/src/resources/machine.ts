import { attribute, operation, readOnly } from "../describe.js";
import { boolean } from "../types/boolean.js";
import { collection } from "../types/collection.js";
import { amount } from "../types/integer.js";
import { ref } from "../types/ref.js";
import { enumeration, string } from "../types/string.js";
import { resource } from "./common.js";
import { monitored } from "./monitored.js";

/** Table 16. Edition 1's clients know neither CAPTURING, RESTORING nor FAILED: they see a state that allows as much. */
const state = enumeration(
  [
    "CREATING",
    "STARTING",
    "STARTED",
    "STOPPING",
    "STOPPED",
    "PAUSING",
    "PAUSED",
    "SUSPENDING",
    "SUSPENDED",
    "CAPTURING",
    "RESTORING",
    "DELETING",
    "ERROR",
    "FAILED",
  ],
  { CAPTURING: "STOPPING", RESTORING: "STOPPING", FAILED: "ERROR" },
);

const force = attribute(boolean, { help: "True: as if the power went off; false: the guest shuts down first." });
const SNAPSHOTS = ["SNAPSHOT", "PARTIAL_SNAPSHOT"] as const;
const image = attribute(ref("MachineImage", { plain: true }), {
  consumerMandatory: true,
  only: { attribute: "type", values: SNAPSHOTS, unless: "RestoreFromImage" },
});
const SETTLED = ["STARTED", "STOPPED", "PAUSED", "SUSPENDED"] as const;

/** 5.14.1: processor and memory, with disks, volumes and interfaces. */
export const Machine = resource("Machine", {
  clause: "5.14.1",
  collection: "machines",
  template: { attribute: "machineTemplate", type: "MachineTemplate" },
  stable: ["STARTED", "STOPPED", "PAUSED", "SUSPENDED", "ERROR", "FAILED"],
  capabilities: [
    "DefaultInitialState",
    "InitialStates",
    "MachineConfigByValue",
    "MachineCredentialByValue",
    "MachineImageByValue",
    "MachineVolumeTemplatesByValue",
    "MachineTemplateByValue",
    "MachineStopForce",
    "MachineStopForceDefault",
    "RestoreFromImage",
    "UserData",
    "MachineAvailabilityLevel",
  ],
  attributes: {
    state: attribute(state, { ...readOnly, help: "The operational state." }),
    cpu: attribute(amount, { help: "The number of processors." }),
    memory: attribute(amount, { unit: "kibibyte", help: "The memory, in kibibytes." }),
    disks: attribute(collection("Disk"), { ...readOnly, help: "Local storage that goes with the machine." }),
    cpuArch: attribute(string, { ...readOnly, example: "x86_64", help: "The architecture of the processor, e.g. x86_64." }),
    cpuSpeed: attribute(amount, { ...readOnly, unit: "megahertz", help: "The approximate speed of a processor, in megahertz." }),
    volumes: attribute(collection("locatedVolume", { inserts: true }), {
      ...readOnly,
      help: "The volumes connected to the machine.",
    }),
    interfaces: attribute(collection("NetworkInterface", { by: "machine", link: "MachineNetworkInterface", components: true }), {
      ...readOnly,
      names: { 1: "networkInterfaces" },
      help: "The interfaces by which the machine is connected.",
    }),
    latestSnapshot: attribute(ref("MachineImage"), {
      ...readOnly,
      providerMandatory: false,
      help: "The snapshot last taken or reverted to.",
    }),
    snapshots: attribute(collection("MachineImage", { link: "MachineSnapshot" }), {
      ...readOnly,
      help: "The snapshots taken of the machine.",
    }),
    ...monitored,
  },
  operations: {
    // Before start: existing clients look for "start" within the rel, and the last match wins.
    restart: operation({ from: ["STARTED", "STOPPED"], during: ["STOPPING", "STARTING"], after: "STARTED", input: { force } }),
    start: operation({ from: ["STOPPED", "PAUSED", "SUSPENDED"], during: ["STARTING"], after: "STARTED" }),
    stop: operation({
      from: ["STARTED", "STOPPING", "PAUSED", "SUSPENDED", "FAILED"],
      during: ["STOPPING"],
      after: "STOPPED",
      input: { force },
    }),
    pause: operation({ from: ["STARTED"], during: ["PAUSING"], after: "PAUSED" }),
    suspend: operation({ from: ["STARTED"], during: ["SUSPENDING"], after: "SUSPENDED" }),
    capture: operation({ from: SETTLED, during: ["CAPTURING"], creates: "MachineImage", kinds: ["IMAGE"] }),
    snapshot: operation({ from: SETTLED, during: ["CAPTURING"], creates: "MachineImage", kinds: SNAPSHOTS, since: 2 }),
    restore: operation({ from: SETTLED, during: ["RESTORING"], input: { image }, since: 2 }),
    connectvolume: operation({
      from: SETTLED,
      since: 2,
      inserts: "volumes",
      input: {
        volume: attribute(ref("Volume"), { consumerMandatory: true, help: "The volume to connect." }),
        initialLocation: attribute(string, { help: "Where the volume appears in the guest, e.g. /dev/sdf." }),
        credentials: attribute(ref("Credential"), { accepted: ["credential"] }),
      },
    }),
  },
});
