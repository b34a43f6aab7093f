import type { GatewayProcess } from "./gateway.js";
import { carriedOut } from "./jobs.js";
import type { Backend, Counts } from "./native.js";
import { actionOf, type End, machineOf, type Scenario, volumeOf } from "./scenario.js";

const none: End = { state: "SUCCESS", made: {}, present: {} };
const both = (counts: Counts): End => ({ state: "SUCCESS", made: counts, present: counts });

/** The path of a new resource, relative to the base. */
async function made(gateway: GatewayProcess, collection: string, body: object): Promise<string> {
  const { headers } = await carriedOut(gateway, "POST", collection, body);
  return headers.location!.replace(/^.*\/([^/]+\/[^/]+)$/, "$1");
}

const machine = (gateway: GatewayProcess, backend: Backend, template: object = {}): Promise<string> =>
  made(gateway, "machines", machineOf(backend, template));

const volume = (gateway: GatewayProcess): Promise<string> =>
  made(gateway, "volumes", { resourceURI: "http://schemas.dmtf.org/cimi/2/VolumeCreate", volumeTemplate: volumeOf(1_000_000) });

/** There is one machine of this path, whole and in this state. */
async function shows(gateway: GatewayProcess, path: string, state: string): Promise<void> {
  const { id, state: seen } = await gateway.get(path);
  const listed = (await gateway.list("machines")).filter((item) => item.id === id);
  if (seen !== state || listed.length !== 1) throw new Error(`${path} is ${seen} and listed ${listed.length} times`);
}

/** RELIABILITY, faults 1 and 2. */
export const create: Scenario = {
  name: "create",
  end: both({ machine: 1, disk: 1 }),
  prepare: async (_, backend) => ({ method: "POST", target: "machines", body: machineOf(backend) }),
  check: ({ gateway, backend }, _, created) => shows(gateway, created!, backend.initialState),
};

/** 5.14.3: two Volumes by nested Jobs, then the Machine, then both are connected. */
export const createWithVolumes: Scenario = {
  name: "create with volumeTemplates",
  end: both({ machine: 1, disk: 1, volume: 2, attachment: 2 }),
  async prepare(_, backend) {
    const volumeTemplates = [1_000_000, 2_000_000].map((capacity) => ({ volumeTemplate: volumeOf(capacity) }));
    return { method: "POST", target: "machines", body: machineOf(backend, { volumeTemplates }) };
  },
  async check({ gateway, backend }, _, created) {
    await shows(gateway, created!, backend.initialState);
    const connected = await gateway.list(`${created}/volumes`);
    if (connected.length !== 2) throw new Error(`${connected.length} Volumes are connected, not 2`);
  },
};

/** The body that asks for a Network with IPv4 segments. */
const networkOf = (segments: number): object => {
  const segmentTemplates = Array.from({ length: segments }, (_, third) => ({
    protocol: "IPv4",
    parameters: { subnetAddress: `10.77.${third + 1}.0`, netmask: "255.255.255.0" },
  }));
  return { resourceURI: "http://schemas.dmtf.org/cimi/2/NetworkCreate", networkTemplate: { segmentTemplates } };
};

/** 5.16.3: the Network, then what belongs into it, each by a nested Job. */
const networkWith = (segments: number): Scenario => ({
  name: `create a Network with segments: ${segments}`,
  end: both({ network: 1, protocolSegment: segments }),
  prepare: async () => ({ method: "POST", target: "networks", body: networkOf(segments) }),
  async check({ gateway }, _, created) {
    const found = await gateway.list(`${created}/segments`);
    if (found.length !== segments) throw new Error(`${found.length} segments are in the Network, not ${segments}`);
  },
});

export const createNetwork = networkWith(2);
export const createSmallNetwork = networkWith(1);

/** 5.16.17: a service in a Network, of so many parts that each can be lost. */
export const createBalancer: Scenario = {
  name: "create a load balancer",
  end: both({ balancer: 1, group: 1, listener: 1 }),
  async prepare(gateway) {
    const network = await made(gateway, "networks", networkOf(1));
    const policies = { scope: "internal", "listener.web": "tcp 443" };
    const body = {
      resourceURI: "http://schemas.dmtf.org/cimi/2/NetworkServiceCreate",
      networkServiceTemplate: { type: "Load Balancer", policies },
    };
    return { method: "POST", target: `${network}/services`, body };
  },
  async check({ gateway }, { target }) {
    const found = (await gateway.list(target)).filter(({ type }) => type === "Load Balancer");
    if (found.length !== 1) throw new Error(`${found.length} load balancers are in the Network, not 1`);
  },
};

/** RELIABILITY, rule 4: the second Volume wants the place of the first, so everything is taken back. */
export const createRefused: Scenario = {
  name: "create that the cloud refuses at its last step",
  end: { state: "FAILED", made: { machine: 1, disk: 1, volume: 2, attachment: 1 }, present: {} },
  async prepare(_, backend) {
    const volumeTemplates = [1_000_000, 2_000_000].map((capacity) => ({
      initialLocation: "/dev/sdx",
      volumeTemplate: volumeOf(capacity),
    }));
    return { method: "POST", target: "machines", body: machineOf(backend, { volumeTemplates }) };
  },
};

export const attach: Scenario = {
  name: "attach",
  end: both({ attachment: 1 }),
  async prepare(gateway, backend) {
    const target = `${await machine(gateway, backend)}/volumes`;
    return { method: "POST", target, body: { ...actionOf("insert"), volume: { href: await volume(gateway) } } };
  },
  async check({ gateway }, { target }) {
    const connected = await gateway.list(target);
    if (connected.length !== 1) throw new Error(`${connected.length} Volumes are connected, not 1`);
  },
};

export const stop: Scenario = {
  name: "stop",
  end: none,
  async prepare(gateway, backend) {
    const path = await machine(gateway, backend, { initialState: "STARTED" });
    return { method: "POST", target: `${path}/stop`, body: actionOf("stop") };
  },
  check: ({ gateway }, { target }) => shows(gateway, target.replace(/\/stop$/, ""), "STOPPED"),
};

export const remove: Scenario = {
  name: "delete",
  end: { state: "SUCCESS", made: {}, present: { machine: -1, disk: -1 } },
  prepare: async (gateway, backend) => ({ method: "DELETE", target: await machine(gateway, backend) }),
  async check({ gateway }, { target }) {
    const { status } = await gateway.send("GET", target);
    if (status !== 404) throw new Error(`GET of what was deleted answers ${status}`);
  },
};

/** The private key is shown once and kept nowhere: a pair whose answer was lost is of no use, so it is taken back. */
export const credentialPair: Scenario = {
  name: "Credential pair",
  answersLast: true,
  end: { state: "FAILED", present: {} },
  unharmed: both({ credential: 1 }),
  async prepare() {
    const body = {
      resourceURI: "http://schemas.dmtf.org/cimi/2/CredentialCreate",
      name: "key",
      credentialTemplate: { parameters: { userName: "debian" } },
    };
    return { method: "POST", target: "credentials", body };
  },
};
