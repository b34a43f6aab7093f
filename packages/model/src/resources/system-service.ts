import { attribute, immutable, operation, readOnly } from "../describe.js";
import { collection } from "../types/collection.js";
import { map } from "../types/map.js";
import { ref } from "../types/ref.js";
import { uri } from "../types/uri.js";
import { resource } from "./common.js";

const node = attribute(ref("Machine"), { consumerMandatory: true, help: "The machine under the service." });

/** What is managed exists by itself: the service only lists it. */
const managed = (type: string, help: string) => attribute(collection(type, { inserts: true }), { ...readOnly, help });

/** 5.13.3: recovery, backup or scaling of what belongs to a system. */
export const SystemService = resource("SystemService", {
  clause: "5.13.3",
  since: 2,
  attributes: {
    serviceType: attribute(uri, { ...immutable, consumerMandatory: true, help: "The kind of service." }),
    machines: managed("RecoverableMachine", "The machines under the service."),
    volumes: managed("Volume", "The volumes under the service."),
    systems: managed("System", "The systems under the service."),
    parameters: attribute(map, { help: "What the kind of service asks for." }),
  },
  operations: {
    forceSync: operation({ since: 2, input: { node } }),
    swapBackup: operation({ since: 2, input: { node } }),
    addRM: operation({
      since: 2,
      input: { node, backup: attribute(ref("Machine"), { help: "The machine that takes over; one is made where absent." }) },
    }),
    removeRM: operation({ since: 2, input: { node } }),
  },
});

/** 5.13.3.1.1: a machine as a service sees it; only HighReliability knows backups (Table 12). */
export const RecoverableMachine = resource("RecoverableMachine", {
  clause: "5.13.3.1.1",
  since: 2,
  attributes: {
    backupmachine: attribute(ref("Machine"), {
      ...readOnly,
      accepted: ["backupMachine"],
      help: "The machine of the same system that takes over when this one fails.",
    }),
    machine: attribute(ref("Machine"), { ...immutable, consumerMandatory: true, help: "The machine." }),
  },
});
