import { ProviderFault } from "@cimi-gateway/adapter";
import type { Microversion, Service } from "./services.js";

/** What GET of an endpoint's root says (API guideline "Version discovery"); Cinder lists one version in an array. */
interface Versions {
  readonly version?: Version;
  readonly versions?: readonly Version[];
}
interface Version {
  readonly id?: string;
  readonly version?: string;
  readonly min_version?: string;
}

type Range = NonNullable<Service["microversions"]>;

/** Up to the version in the path: Cinder's endpoints go on with the project. */
export const rootOf = (endpoint: string): string => `${endpoint.replace(/(\/v\d+(?:\.\d+)?)(\/.*)?$/, "$1")}/`;

/** The highest microversion that both know, as the header names it. @throws ProviderFault for a service that is too old or too new */
export function negotiated({ name, lowest, highest }: Range, told: unknown): string {
  const { version, versions = [] } = (told ?? {}) as Versions;
  const major = String(highest[0]);
  const found = version ?? versions.find(({ id = "" }) => new RegExp(`^v${major}(\\.|$)`).test(id));
  const [most, least] = [numberIn(found?.version), numberIn(found?.min_version)];
  const chosen = most && compare(most, highest) < 0 ? most : highest;
  if (!most || compare(chosen, lowest) < 0 || (least && compare(chosen, least) < 0))
    throw new ProviderFault(
      "unavailable",
      `the ${name} service speaks ${found?.min_version || "no microversions"} to ${found?.version || "none"}; this gateway needs one of ${textOf(lowest)} to ${textOf(highest)}`,
    );
  return `${name} ${textOf(chosen)}`;
}

/** Whether a negotiated version, as the header names it, has what came with another. */
export function isAtLeast(header: string, wanted: Microversion): boolean {
  const spoken = numberIn(header.replace(/^\S+ /, ""));
  return spoken !== undefined && compare(spoken, wanted) >= 0;
}

function numberIn(text: string | undefined): Microversion | undefined {
  const parts = /^(\d+)\.(\d+)$/.exec(text ?? "");
  return parts ? [Number(parts[1]), Number(parts[2])] : undefined;
}

const compare = (a: Microversion, b: Microversion): number => a[0] - b[0] || a[1] - b[1];
const textOf = ([major, minor]: Microversion): string => `${major}.${minor}`;
