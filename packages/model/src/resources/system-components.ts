import { attribute, immutable } from "../describe.js";
import { ref } from "../types/ref.js";
import { resource } from "./common.js";

/** Edition 1 only: the links by which a System lists its components. Adding one associates what it refers to (5.13.1). */
const component = (type: string) => attribute(ref(type), { ...immutable, consumerMandatory: true });

const link = { clause: "XSD", until: 1 } as const;

/** A System inside a System. */
export const SystemSystem = resource("SystemSystem", { ...link, attributes: { system: component("System") } });

/** A Machine of a System. */
export const SystemMachine = resource("SystemMachine", { ...link, attributes: { machine: component("Machine") } });

/** A Credential of a System. */
export const SystemCredential = resource("SystemCredential", { ...link, attributes: { credential: component("Credential") } });

/** A Volume of a System. */
export const SystemVolume = resource("SystemVolume", { ...link, attributes: { volume: component("Volume") } });

/** A Network of a System. */
export const SystemNetwork = resource("SystemNetwork", { ...link, attributes: { network: component("Network") } });

/** A NetworkPort of a System. */
export const SystemNetworkPort = resource("SystemNetworkPort", {
  ...link,
  attributes: { networkPort: component("NetworkPort") },
});

/** An Address of a System. */
export const SystemAddress = resource("SystemAddress", { ...link, attributes: { address: component("Address") } });

/** A ForwardingGroup of a System. */
export const SystemForwardingGroup = resource("SystemForwardingGroup", {
  ...link,
  attributes: { forwardingGroup: component("ForwardingGroup") },
});
