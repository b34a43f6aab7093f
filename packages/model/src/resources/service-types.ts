import { type Attributes, attribute } from "../describe.js";
import { namespaceOf } from "../edition.js";
import { amount, integer } from "../types/integer.js";
import { enumeration, string } from "../types/string.js";
import { uri } from "../types/uri.js";

/** A kind of SystemService: what its map `parameters` holds under these names, as text. */
export interface SystemServiceType {
  /** Of a SystemService (Tables 11 and 13). */
  readonly parameters: Attributes;
  /** Of a descriptor in a SystemTemplate (5.13.6), where nothing exists yet and components go by `#name`. */
  readonly descriptor: Attributes;
}

const networkServices = attribute(uri, { help: "The Collection of network services that the service works through." });

/** Tables 11 and 15 have these three in common. */
const recovery = {
  heartbeat: attribute(amount, { unit: "millisecond", help: "From one heartbeat to the next." }),
  replicationType: attribute(enumeration(["synchronous", "asynchronous", "none", "onlyAtClusterCreation"]), {
    help: "How the backup is kept up to date.",
  }),
  RPO: attribute(integer, { unit: "minute", help: "What an asynchronous replica may lose at most." }),
};

const highReliability: SystemServiceType = {
  parameters: { networkServices, ...recovery },
  descriptor: {
    machines: attribute(string, { help: "The machines under the service, as #name, separated by commas." }),
    network: attribute(string, { help: "The network between them, as #name." }),
    ...recovery,
  },
};

const remote = {
  backupDataCenter: attribute(uri, { help: "The data centre or cloud that takes over." }),
  backupCEP: attribute(uri, { help: "Its Cloud Entry Point." }),
  networkServices,
};

const disasterRecovery: SystemServiceType = { parameters: remote, descriptor: remote };

/** 5.13.3.1, 5.13.3.2: by the end of the serviceType. Table 15 leaves out how the backup of HighReliability is held. */
export const SYSTEM_SERVICE_TYPES: ReadonlyMap<string, SystemServiceType> = new Map([
  ["highreliability", highReliability],
  ["highreliability/active", highReliability],
  ["highreliability/passive", highReliability],
  ["disasterrecovery", disasterRecovery],
]);

const BASE = `${namespaceOf(2)}/SystemService/`;

/** The kind of service that a serviceType names, with or without the slash of Table 13 at its end; undefined: a provider's own. */
export const systemServiceTypeOf = (serviceType: string): SystemServiceType | undefined =>
  serviceType.startsWith(BASE) ? SYSTEM_SERVICE_TYPES.get(serviceType.slice(BASE.length).replace(/\/$/, "")) : undefined;
