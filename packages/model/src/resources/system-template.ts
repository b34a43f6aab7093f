import { attribute } from "../describe.js";
import { array } from "../types/array.js";
import { amount } from "../types/integer.js";
import { map } from "../types/map.js";
import { ref } from "../types/ref.js";
import { string } from "../types/string.js";
import { structure } from "../types/structure.js";
import { uri } from "../types/uri.js";
import { resource } from "./common.js";
import { monitoring } from "./monitored.js";
import { exporting, importing } from "./packages.js";

/** What is made is named and described by its descriptor, not by the template that it is made from. */
const described = {
  name: attribute(string, { help: "The name of what is made; others refer to it by #name." }),
  description: attribute(string, { help: "The description of what is made." }),
  properties: attribute(map, { help: "The properties of what is made." }),
};

const first = { until: 1 } as const;
const second = { since: 2 } as const;

/**
 * Templates of components to be made, by reference, by value, or by reference with overrides. Table 9 lists no segments, endpoints
 * and interfaces; a descriptor of their own gives them a name by which others refer to them (ERRATA).
 */
const templates = {
  addressTemplate: attribute(ref("AddressTemplate"), first),
  credentialTemplate: attribute(ref("CredentialTemplate")),
  eventLogTemplate: attribute(ref("EventLogTemplate")),
  forwardingGroupTemplate: attribute(ref("ForwardingGroupTemplate"), first),
  machineTemplate: attribute(ref("MachineTemplate")),
  meterTemplate: attribute(ref("MeterTemplate")),
  networkInterfaceTemplate: attribute(ref("NetworkInterfaceTemplate"), second),
  networkPortTemplate: attribute(ref("NetworkPortTemplate"), first),
  networkServiceTemplate: attribute(ref("NetworkServiceTemplate"), second),
  networkTemplate: attribute(ref("NetworkTemplate")),
  protocolEndpointTemplate: attribute(ref("ProtocolEndpointTemplate"), second),
  protocolSegmentTemplate: attribute(ref("ProtocolSegmentTemplate"), second),
  systemTemplate: attribute(ref("SystemTemplate")),
  volumeTemplate: attribute(ref("VolumeTemplate")),
};

/** Resources that exist already, to be associated with the System: what the Collections of Table 9 take in. */
const existing = {
  credential: attribute(ref("Credential"), second),
  machine: attribute(ref("Machine"), second),
  network: attribute(ref("Network"), second),
  networkService: attribute(ref("NetworkService"), second),
  system: attribute(ref("System"), second),
  volume: attribute(ref("Volume"), second),
};

const components = { ...templates, ...existing };

/** Table 14. Edition 1's schema has child elements in this order, with one template among them. */
const componentDescriptor = structure(
  {
    ...described,
    type: attribute(uri, { consumerMandatory: true, help: "The type of the component." }),
    ...components,
    quantity: attribute(amount, { help: "How many to make, 1 where absent; from 2 on they are numbered: name1, name2, …" }),
  },
  { elements: [1], oneOf: Object.keys(components) as (keyof typeof components)[] },
);

const serviceDescriptor = structure({
  ...described,
  serviceType: attribute(uri, { consumerMandatory: true, help: "The kind of service." }),
  parameters: attribute(map, { help: "What the kind of service asks for (5.13.6)." }),
});

/** 5.13.4: what a new system is made from. */
export const SystemTemplate = resource("SystemTemplate", {
  clause: "5.13.4",
  collection: "systemTemplates",
  attributes: {
    componentDescriptors: attribute(array(componentDescriptor), { help: "The components, in any order." }),
    serviceDescriptors: attribute(array(serviceDescriptor), { since: 2, help: "The services that the system is to be under." }),
    ...monitoring,
    importImage: attribute(uri, { help: "The package from which the template was imported." }),
    genResourceMetadata: attribute(ref("ResourceMetadata"), {
      since: 2,
      help: "What governs the systems made from this template.",
    }),
  },
  operations: { export: exporting },
  collectionOperations: { import: importing },
});
