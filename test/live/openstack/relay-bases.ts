import type { Cloud } from "./cloud.js";

export type RelayedService = "identity" | "compute" | "volume" | "image" | "network" | "loadBalancer";

/** Where the services are, with version and project. */
export type Bases = Readonly<Record<RelayedService, URL>>;

interface Token {
  readonly token: {
    readonly catalog: readonly {
      readonly type: string;
      readonly endpoints: readonly { readonly interface: string; readonly url: string }[];
    }[];
  };
}

/** What the catalogue calls the services that the gateway speaks with. */
const TYPES = {
  compute: "compute",
  volume: "block-storage",
  image: "image",
  network: "network",
  loadBalancer: "load-balancer",
} as const;
/** Endpoints that are told without their version. */
const VERSIONS: Readonly<Record<string, string>> = { image: "/v2", network: "/v2.0", loadBalancer: "/v2.0" };

export interface Session {
  readonly token: string;
  readonly bases: Bases;
}

export const basesOf = async (cloud: Cloud): Promise<Bases> => (await sessionOf(cloud)).bases;

/** Asks Keystone for a token of demo's. */
export async function sessionOf(cloud: Cloud): Promise<Session> {
  const { username, password, projectName, userDomainId, projectDomainId } = cloud.credentials("demo");
  const user = { name: username, password, domain: { id: userDomainId } };
  const scope = { project: { name: projectName, domain: { id: projectDomainId } } };
  const body = JSON.stringify({ auth: { identity: { methods: ["password"], password: { user } }, scope } });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${cloud.authUrl}/auth/tokens`, { method: "POST", headers, body });
  if (answer.status !== 201) throw new Error(`Keystone answered ${answer.status}: ${await answer.text()}`);
  const { catalog } = ((await answer.json()) as Token).token;
  const base = (service: keyof typeof TYPES): URL => {
    const endpoints = catalog.find(({ type }) => type === TYPES[service])?.endpoints ?? [];
    const url = new URL(endpoints.find((endpoint) => endpoint.interface === "public")?.url ?? "");
    if (!/\/v\d/.test(url.pathname)) url.pathname = VERSIONS[service] ?? "/";
    return url;
  };
  const bases = {
    identity: new URL(cloud.authUrl),
    compute: base("compute"),
    volume: base("volume"),
    image: base("image"),
    network: base("network"),
    loadBalancer: base("loadBalancer"),
  };
  return { token: answer.headers.get("x-subject-token") ?? "", bases };
}

/** The service of a request to a relay, the address to send it to, and its path below the endpoint. */
export function baseOf(
  bases: Bases,
  target: string,
): { readonly service: RelayedService; readonly base: string; readonly rest: string } {
  const [, name = "", path = "/"] = /^\/([a-zA-Z]+)(\/.*)$/.exec(target) ?? [];
  if (!(name in bases)) throw new Error(`a relay has no service ${JSON.stringify(name)}`);
  const service = name as RelayedService;
  const { origin, pathname } = bases[service];
  const root = pathname.replace(/\/$/, "");
  return { service, base: `${origin}${path}`, rest: path.startsWith(`${root}/`) ? path.slice(root.length) : path };
}
