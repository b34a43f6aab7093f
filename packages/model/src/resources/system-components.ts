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
