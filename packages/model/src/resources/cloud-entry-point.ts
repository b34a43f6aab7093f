import { attribute, immutable } from "../describe.js";
import { collection } from "../types/collection.js";
import { uri } from "../types/uri.js";
import { common, resource } from "./common.js";

const listing = (target: string) => attribute(collection(target), { providerMandatory: false });

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
    jobs: listing("Job"),
    meters: listing("Meter"),
    meterTemplates: listing("MeterTemplate"),
    meterConfigs: listing("MeterConfiguration"),
    eventLogs: listing("EventLog"),
    eventLogTemplates: listing("EventLogTemplate"),
  },
});
