import { attribute, immutable, type Traits } from "../describe.js";
import { collection } from "../types/collection.js";
import { uri } from "../types/uri.js";
import { common, resource } from "./common.js";

const listing = (target: string, traits: Partial<Traits> = {}) =>
  attribute(collection(target), { ...traits, providerMandatory: false });

/** Its `resourceMetadata` is the Collection of them all, which both editions place among the other Collections. */
const { resourceMetadata: _, ...base } = common;

/** 5.12: where a consumer starts. */
export const CloudEntryPoint = resource("CloudEntryPoint", {
  clause: "5.12",
  base,
  capabilities: [
    "ExpandParameter",
    "FilterParameter",
    "FirstParameter",
    "SelectParameter",
    "FormatParameter",
    "OrderByParameter",
    "QueryPathNotation",
    "MaxPropertyItems",
    "ValueScopes",
  ],
  attributes: {
    baseURI: attribute(uri, {
      ...immutable,
      consumerMandatory: true,
      help: "What relative URIs are relative to; it ends in a slash.",
    }),
    resourceMetadata: listing("ResourceMetadata"),
    systems: listing("System"),
    systemTemplates: listing("SystemTemplate"),
    machines: listing("Machine"),
    machineTemplates: listing("MachineTemplate"),
    machineConfigs: listing("MachineConfiguration"),
    machineImages: listing("MachineImage"),
    credentials: listing("Credential"),
    credentialTemplates: listing("CredentialTemplate"),
    volumes: listing("Volume"),
    volumeTemplates: listing("VolumeTemplate"),
    volumeConfigs: listing("VolumeConfiguration"),
    volumeImages: listing("VolumeImage"),
    networks: listing("Network"),
    networkTemplates: listing("NetworkTemplate"),
    networkConfigs: listing("NetworkConfiguration", { until: 1 }),
    networkPorts: listing("NetworkPort", { until: 1 }),
    networkPortTemplates: listing("NetworkPortTemplate", { until: 1 }),
    networkPortConfigs: listing("NetworkPortConfiguration", { until: 1 }),
    addresses: listing("Address", { until: 1 }),
    addressTemplates: listing("AddressTemplate", { until: 1 }),
    forwardingGroups: listing("ForwardingGroup", { until: 1 }),
    forwardingGroupTemplates: listing("ForwardingGroupTemplate", { until: 1 }),
    segments: listing("ProtocolSegment", { since: 2 }),
    segmentTemplates: listing("ProtocolSegmentTemplate", { since: 2 }),
    endpoints: listing("ProtocolEndpoint", { since: 2 }),
    endpointTemplates: listing("ProtocolEndpointTemplate", { since: 2 }),
    interfaces: listing("NetworkInterface", { since: 2 }),
    interfaceTemplates: listing("NetworkInterfaceTemplate", { since: 2 }),
    networkServices: listing("NetworkService", { since: 2 }),
    networkServiceTemplates: listing("NetworkServiceTemplate", { since: 2 }),
    jobs: listing("Job"),
    meters: listing("Meter"),
    meterTemplates: listing("MeterTemplate"),
    meterConfigs: listing("MeterConfiguration"),
    eventLogs: listing("EventLog"),
    eventLogTemplates: listing("EventLogTemplate"),
  },
});
