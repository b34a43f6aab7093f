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
): string => extra_specs?.["hw:cpu_arch"] ?? cpuArchitecture;

/** Kilobytes. Undefined: a disk of that kind is not made, or is as large as the image. */
export const diskSize = (gibibytes: number | undefined): number | undefined =>
  gibibytes === undefined || gibibytes === 0 ? undefined : kilobytes(gibibytes, GIBIBYTE);
