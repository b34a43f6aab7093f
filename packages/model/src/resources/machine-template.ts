import { attribute } from "../describe.js";
import { array } from "../types/array.js";
import { base64 } from "../types/bytes.js";
import { ref } from "../types/ref.js";
import { string } from "../types/string.js";
import { structure } from "../types/structure.js";
import { resource } from "./common.js";

const initialLocation = attribute(string, { example: "/dev/sdf", help: "Where the volume appears in the guest." });

const volume = structure({
  initialLocation,
  credential: attribute(ref("Credential"), { since: 2 }),
  volume: attribute(ref("Volume"), { consumerMandatory: true, merged: 1 }),
});

const volumeTemplate = structure({
  initialLocation,
  volumeTemplate: attribute(ref("VolumeTemplate"), { consumerMandatory: true, merged: 1 }),
});

/** 5.14.3: what a new machine is made from. */
export const MachineTemplate = resource("MachineTemplate", {
  clause: "5.14.3",
  collection: "machineTemplates",
  attributes: {
    initialState: attribute(string, { example: "STARTED", help: "The state in which the new machine ends." }),
    machineConfig: attribute(ref("MachineConfiguration"), { consumerMandatory: true, help: "The hardware." }),
    machineImage: attribute(ref("MachineImage"), { consumerMandatory: true, help: "The image." }),
    credential: attribute(ref("Credential"), { help: "Whoever may log in first." }),
    volumes: attribute(array(volume), { help: "Existing volumes to connect." }),
    volumeTemplates: attribute(array(volumeTemplate), { help: "Volumes to make and connect." }),
    userData: attribute(base64, { help: "Data for the guest, in Base64." }),
    genResourceMetadata: attribute(ref("ResourceMetadata"), {
      since: 2,
      help: "What governs the machines made from this template.",
    }),
  },
});
