import { attribute } from "../describe.js";
import { array } from "../types/array.js";
import { base64 } from "../types/bytes.js";
import { amount } from "../types/integer.js";
import { ref } from "../types/ref.js";
import { string } from "../types/string.js";
import { structure } from "../types/structure.js";
import { extension, resource } from "./common.js";
import { interfaceState } from "./machine-network-interface.js";
import { monitoring } from "./monitored.js";

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

/** Edition 1: an interface by value; in edition 2 a NetworkInterfaceTemplate. */
const networkInterface = structure(
  {
    addresses: attribute(array(ref("Address"))),
    network: attribute(ref("Network"), { consumerMandatory: true }),
    networkPort: attribute(ref("NetworkPort")),
    state: attribute(interfaceState, { consumerMandatory: true }),
    mtu: attribute(amount, { unit: "byte" }),
  },
  { elements: [1] },
);

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
    volumeTemplates: attribute(array(volumeTemplate), { makes: "volumes", help: "Volumes to make and connect." }),
    interfaceTemplates: attribute(array(ref("NetworkInterfaceTemplate")), {
      since: 2,
      makes: "interfaces",
      help: "Interfaces to make with the machine.",
    }),
    interfaces: attribute(array(ref("NetworkInterface")), { ...extension, help: "Existing interfaces to connect with." }),
    networkInterfaces: attribute(array(networkInterface), { until: 1, help: "Interfaces to make with the machine (edition 1)." }),
    userData: attribute(base64, { secret: true, payload: true, help: "Data for the guest, in Base64." }),
    ...monitoring,
    genResourceMetadata: attribute(ref("ResourceMetadata"), {
      since: 2,
      help: "What governs the machines made from this template.",
    }),
  },
});
