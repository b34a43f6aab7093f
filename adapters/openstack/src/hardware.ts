import { GIBIBYTE, kibibytes, kilobytes, MEBIBYTE } from "@cimi-gateway/adapter";
import type { OpenstackSettings } from "./read-settings.js";

/** What a flavor says of a machine, alone or within a server. */
export interface Hardware {
  readonly vcpus?: number;
  /** Mebibytes. */
  readonly ram?: number;
  readonly extra_specs?: Readonly<Record<string, string>> | undefined;
}

export const cpuOf = ({ vcpus }: Hardware): number | undefined => vcpus;

export const memoryOf = ({ ram }: Hardware): number | undefined => (ram === undefined ? undefined : kibibytes(ram, MEBIBYTE));

/** Flavors need not tell it: then it is what the operator says. */
export const architectureOf = (
  { extra_specs }: Hardware,
  { cpuArchitecture }: Pick<OpenstackSettings, "cpuArchitecture">,
): string => extra_specs?.["hw:cpu_arch"] ?? demandedOf(extra_specs) ?? cpuArchitecture;

/** os-traits, compute/arch.py: of hosts that have it. */
const TRAIT = /^trait:COMPUTE_ARCH_(\w+)$/;
/** Nova, "Flavors", ComputeCapabilitiesFilter: a word, or one after the sign for equal. */
const CAPABILITY = /^(?:s==\s*)?(\w+)$/;

/** The architecture that a flavor demands of a host, as Nova writes it. */
function demandedOf(specs: Hardware["extra_specs"] = {}): string | undefined {
  const [trait] = Object.keys(specs).filter((key) => TRAIT.test(key) && specs[key] === "required");
  const capable = CAPABILITY.exec(specs["capabilities:cpu_info:arch"] ?? "")?.[1];
  return (trait === undefined ? capable : TRAIT.exec(trait)![1])?.toLowerCase();
}

/** Kilobytes. Undefined: a disk of that kind is not made, or is as large as the image. */
export const diskSize = (gibibytes: number | undefined): number | undefined =>
  gibibytes === undefined || gibibytes === 0 ? undefined : kilobytes(gibibytes, GIBIBYTE);
