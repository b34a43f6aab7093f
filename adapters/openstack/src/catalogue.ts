import { ProviderFault } from "@cimi-gateway/adapter";
import type { OpenstackSettings } from "./read-settings.js";
import { SERVICES, type ServiceName } from "./services.js";

/** The catalogue in a token (Identity API v3). It is outside input: no part is taken for granted. */
export type Catalogue = readonly {
  readonly type?: string;
  readonly endpoints?: readonly {
    readonly interface?: string;
    readonly region?: string;
    readonly region_id?: string;
    readonly url?: string;
  }[];
}[];

type Rules = Pick<OpenstackSettings, "region" | "interface" | "endpoints" | "endpointHosts">;

/** Where a service is, with its version and without a slash at the end. @throws ProviderFault when there is none, or it may not be asked */
export function endpointOf(name: ServiceName, catalogue: Catalogue, rules: Rules): string {
  const own = rules.endpoints[name];
  const url = own ?? allowed(name, told(name, catalogue, rules), rules);
  const base = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  return /\/v\d+(\.\d+)?(\/|$)/.test(base) ? base : `${base}/${SERVICES[name].version}`;
}

/** Whether the cloud has a service that not every one has: its catalogue names it, or the configuration does. */
export const isOffered = (name: ServiceName, catalogue: Catalogue, rules: Rules): boolean =>
  rules.endpoints[name] !== undefined || urlIn(name, catalogue, rules) !== undefined;

/** The catalogue is asked by the preferred type first; some clouds still use the older ones alone. */
function urlIn(name: ServiceName, catalogue: Catalogue, { region, interface: face }: Rules): string | undefined {
  const entries = SERVICES[name].types.flatMap((type) => catalogue.filter((entry) => entry.type === type));
  return entries
    .flatMap(({ endpoints = [] }) => endpoints)
    .find((one) => one.interface === face && (one.region ?? one.region_id) === region)?.url;
}

function told(name: ServiceName, catalogue: Catalogue, rules: Rules): string {
  const url = urlIn(name, catalogue, rules);
  if (url !== undefined) return url;
  const { region, interface: face } = rules;
  throw new ProviderFault(
    "unavailable",
    `the service catalogue has no ${SERVICES[name].types[0]} with the interface ${face} in the region ${region}; ${offered(catalogue)}, or set endpoints.${name}`,
  );
}

function offered(catalogue: Catalogue): string {
  const regions = new Set(catalogue.flatMap(({ endpoints = [] }) => endpoints.flatMap(({ region }) => region ?? [])));
  const types = catalogue.flatMap(({ type }) => type ?? []);
  return regions.size === 0
    ? "it is empty: the credentials may lack a scope"
    : `it has ${types.join(", ")} in ${[...regions].join(", ")}`;
}

/** RELIABILITY: an address from the catalogue is asked only where the configuration allows its host, since it gets the token. */
function allowed(name: ServiceName, text: string, { endpointHosts }: Rules): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new ProviderFault(
      "garbled",
      `the service catalogue names no address with http or https for ${name}; set endpoints.${name}`,
    );
  if (endpointHosts.includes(url.hostname) || endpointHosts.includes(url.host)) return url;
  throw new ProviderFault(
    "denied",
    `the service catalogue names the host ${url.host} for ${name}, which the configuration does not allow; add it to endpointHosts (allowed: ${endpointHosts.join(", ")})`,
  );
}
