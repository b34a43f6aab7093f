import type { ScopeTags, Settings } from "@cimi-gateway/adapter";
import { type Credentials, readCredentials } from "./credentials.js";
import { readScope } from "./scope.js";
import type { ServiceName } from "./services.js";

export interface OpenstackSettings {
  /** Ends in `/v3`. */
  readonly authUrl: URL;
  readonly region: string;
  readonly credentials: Credentials;
  readonly interface: string;
  /** `host` or `host:port`, in lower case. */
  readonly endpointHosts: readonly string[];
  readonly endpoints: Readonly<Partial<Record<ServiceName, URL>>>;
  readonly zone?: string;
  readonly networks: readonly string[];
  readonly cpuArchitecture: string;
  readonly configDrive: boolean;
  readonly serverGroups: boolean;
  readonly volumeType?: string;
  readonly propertyPrefixes: readonly string[];
  readonly scope: ScopeTags;
  readonly attempts: number;
  readonly maxConnections: number;
}

/** Reads the validated entry of a cloud. @throws Error for what the list of settings alone cannot exclude */
export function readSettings(given: Settings): OpenstackSettings {
  const [region, zone, volumeType] = [textOf(given.region), textOf(given.zone), textOf(given.volumeType)];
  if (region === undefined) throw new Error("region is missing: name the region as the service catalogue calls it");
  const authUrl = readAuthUrl(given);
  return {
    authUrl,
    region,
    credentials: readCredentials(given),
    interface: textOf(given.interface) ?? "public",
    endpointHosts: (textsOf(given.endpointHosts) ?? [authUrl.hostname]).map((host) => host.toLowerCase()),
    endpoints: readEndpoints(given),
    ...(zone !== undefined && { zone }),
    networks: textsOf(given.networks) ?? [],
    cpuArchitecture: textOf(given.cpuArchitecture) ?? "x86_64",
    configDrive: given.configDrive === true,
    serverGroups: given.serverGroups === true,
    ...(volumeType !== undefined && { volumeType }),
    propertyPrefixes: textsOf(given.propertyPrefixes) ?? [],
    scope: readScope(given),
    attempts: integerOf(given.attempts) ?? 3,
    maxConnections: integerOf(given.maxConnections) ?? 32,
  };
}

/** Some write the address without its version, which is then 3. */
function readAuthUrl(given: Settings): URL {
  const url = readUrl("authUrl", given.authUrl);
  if (url === undefined)
    throw new Error("authUrl is missing: name the identity service, e.g. https://keystone.example.com:5000/v3");
  if (/\/v2\.0\/?$/.test(url.pathname))
    throw new Error("authUrl names version 2.0 of the identity service; name its version 3, …/v3");
  const path = url.pathname.replace(/\/+$/, "");
  url.pathname = path.endsWith("/v3") ? path : `${path}/v3`;
  return url;
}

function readEndpoints(given: Settings): OpenstackSettings["endpoints"] {
  const names = ["compute", "volume", "image", "network", "loadBalancer"] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const url = readUrl(`endpoints.${name}`, given[`endpoints.${name}`]);
      return url === undefined ? [] : [[name, url] as const];
    }),
  );
}

function readUrl(name: string, value: unknown): URL | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error(`${name} must be an address with http or https`);
  if (url.username !== "" || url.password !== "" || url.search !== "")
    throw new Error(`${name} must be an address without user, password and query`);
  return url;
}

export const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const textsOf = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === "string") : undefined;
const integerOf = (value: unknown): number | undefined => (Number.isInteger(value) ? Number(value) : undefined);
