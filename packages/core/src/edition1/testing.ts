/** Networks of a cloud in memory, and a gateway over it. Not part of the product's exports. */
import { type CreateRequest, nativeId, reference, silentLog, systemClock, type WriteContext } from "@cimi-gateway/adapter";
import type { Edition, Reference, ResourceName, Values } from "@cimi-gateway/model";
import { openStore } from "@cimi-gateway/store";
import { Gateway } from "../gateway.js";
import type { AnyResourceAdapter } from "../read/source.js";
import { FakeResource, type Thing } from "../testing.js";

const COMMON = ["name", "description", "properties", "created"] as const;
const ATTRIBUTES = {
  Machine: [...COMMON, "state", "interfaces"],
  MachineImage: [...COMMON, "state"],
  MachineConfiguration: [...COMMON, "cpu", "memory"],
  Network: [...COMMON, "state", "external", "segments", "services", "subnetworks"],
  ProtocolSegment: [...COMMON, "state", "protocol", "parameters", "network", "endpoints"],
  ProtocolEndpoint: [...COMMON, "state", "protocol", "address", "origin", "parameters", "segment", "interface"],
  NetworkInterface: [...COMMON, "state", "mtu", "machine", "endpoints"],
  NetworkService: [...COMMON, "state", "type", "policies", "network", "segments"],
} as const satisfies { readonly [N in ResourceName]?: readonly string[] };

type Faked = keyof typeof ATTRIBUTES;

/** What a new one looks like when the cloud is ready with it. */
const FIRST: Readonly<Record<Faked, Values>> = {
  Machine: { state: "STARTED" },
  MachineImage: {},
  MachineConfiguration: {},
  Network: { state: "STARTED" },
  ProtocolSegment: { state: "STARTED" },
  ProtocolEndpoint: { state: "ENABLED" },
  NetworkInterface: { state: "ENABLED" },
  NetworkService: { state: "STARTED", segments: [] },
};

const AFTER: Readonly<Record<string, string>> = { enable: "ENABLED", disable: "DISABLED", start: "STARTED", stop: "STOPPED" };

/** A cloud that is told what it has, and writes down what it was asked for. */
export class FakeNetworks {
  readonly resources = Object.fromEntries(
    Object.entries(ATTRIBUTES).map(([type, attributes]) => [type, this.#resource(type as Faked, attributes)]),
  ) as Readonly<Record<Faked, FakeResource>>;
  readonly writes: string[] = [];
  #made = 0;

  add(type: Faked, ...things: readonly Thing[]): void {
    for (const thing of things) this.resources[type].things.set(thing.id, thing);
  }

  thing(type: Faked, id: string): Thing | undefined {
    return this.resources[type].things.get(id);
  }

  get calls(): number {
    return Object.values(this.resources).reduce((sum, { calls }) => sum + calls.length, 0);
  }

  #resource(type: Faked, attributes: readonly string[]): FakeResource {
    return new FakeResource(attributes, [], {
      ...(FIRST[type].state !== undefined && { capabilities: { DefaultInitialState: String(FIRST[type].state) } }),
      create: (request, context) => this.#create(type, request, context),
      update: async (id, changes) => this.#change(type, id, "update", changes as Values),
      delete: async (id) => {
        this.writes.push(`${type} ${id} delete`);
        this.resources[type].things.delete(id);
        return { id };
      },
      ...(type !== "Machine" && { operations: this.#operations(type) }),
      ...(type === "NetworkService" && {
        collections: { segments: this.#members(type) } as Required<AnyResourceAdapter>["collections"],
      }),
      ...(type === "NetworkInterface" && {
        collections: { endpoints: this.#endpoints() } as Required<AnyResourceAdapter>["collections"],
      }),
      ...(type === "MachineConfiguration" && { deletable: () => false }),
    });
  }

  async #create(type: Faked, { id: marker, template, ...rest }: CreateRequest<ResourceName>, context: WriteContext) {
    return context.step("create", {
      send: async () => {
        const id = `${type}-${++this.#made}`;
        const { initialState, interfaces: _, ...held } = template as Values;
        this.writes.push(`${type} create ${JSON.stringify({ ...rest, template })}`);
        const segment = held.segment && this.thing("ProtocolSegment", nativeId(held.segment as Reference));
        const protocol = segment ? { protocol: (segment as Thing).protocol } : {};
        this.add(type, {
          ...FIRST[type],
          ...protocol,
          ...rest,
          ...held,
          ...(initialState !== undefined && { state: initialState }),
          marker,
          id,
        });
        return { id };
      },
    });
  }

  #change(type: Faked, id: string, what: string, changes: Values) {
    this.writes.push(`${type} ${id} ${what} ${JSON.stringify(changes)}`);
    this.add(type, { ...this.thing(type, id)!, ...changes });
    return { id };
  }

  #operations(type: Faked): Required<AnyResourceAdapter>["operations"] {
    const names = type === "ProtocolEndpoint" || type === "NetworkInterface" ? ["enable", "disable"] : ["start", "stop"];
    const run = (name: string) => async (id: string) => this.#change(type, id, name, { state: AFTER[name] });
    return Object.fromEntries(names.map((name) => [name, { run: run(name) }])) as Required<AnyResourceAdapter>["operations"];
  }

  #members(type: Faked) {
    const held = (id: string) => (this.thing(type, id)!.segments ?? []) as readonly Reference[];
    return {
      insert: async (id: string, item: string) =>
        this.#change(type, id, "insert", { segments: [...held(id), reference("ProtocolSegment", item)] }),
      remove: async (id: string, item: string) =>
        this.#change(type, id, "remove", { segments: held(id).filter((one) => nativeId(one) !== item) }),
    };
  }

  #endpoints() {
    const change = (what: string, id: string, item: string, held: Reference | undefined) => {
      this.#change("ProtocolEndpoint", item, what, { interface: held });
      return Promise.resolve({ id });
    };
    return {
      insert: (id: string, item: string) => change("insert", id, item, reference("NetworkInterface", id)),
      remove: (id: string, item: string) => change("remove", id, item, undefined),
    };
  }
}

export const at = (type: Faked, id: string): Reference => reference(type, id);

/** Two networks; in the first a machine with an interface, an Ethernet and two addresses; between them a router. */
export function twoNetworks(): FakeNetworks {
  const cloud = new FakeNetworks();
  cloud.add("Network", { id: "n1", name: "blue", state: "STARTED", external: false });
  cloud.add("Network", { id: "n2", name: "outside", state: "STARTED", external: true });
  cloud.add("MachineImage", { id: "i1", state: "AVAILABLE" });
  cloud.add("MachineConfiguration", { id: "c1", cpu: 1, memory: 1024 });
  const ip4 = { subnetAddress: "10.0.0.0", netmask: "255.255.240.0" };
  const segment = { state: "STARTED", network: at("Network", "n1") };
  cloud.add("ProtocolSegment", { id: "s1", ...segment, protocol: "IPv4", parameters: ip4 });
  cloud.add("ProtocolSegment", { id: "e1", ...segment, protocol: "Ethernet", parameters: { mtu: "9000" } });
  cloud.add("ProtocolSegment", {
    id: "s2",
    state: "STARTED",
    network: at("Network", "n2"),
    protocol: "IPv4",
    parameters: { subnetAddress: "203.0.113.0", netmask: "255.255.255.0" },
  });
  cloud.add("Machine", { id: "m1", name: "web", state: "STARTED" }, { id: "m2", state: "STARTED" });
  cloud.add("NetworkInterface", { id: "nic1", state: "ENABLED", mtu: 1500, machine: at("Machine", "m1") });
  const endpoint = { state: "ENABLED", interface: at("NetworkInterface", "nic1"), origin: "DYNAMIC" };
  cloud.add("ProtocolEndpoint", { id: "p1", ...endpoint, protocol: "Ethernet", address: "02:00:00:00:00:01" });
  cloud.add("ProtocolEndpoint", {
    id: "a1",
    ...endpoint,
    protocol: "IPv4",
    address: "10.0.0.5",
    segment: at("ProtocolSegment", "s1"),
    parameters: { hostname: "web.example.com", note: "kept" },
  });
  cloud.add("ProtocolEndpoint", {
    id: "a2",
    state: "ENABLED",
    origin: "STATIC",
    protocol: "IPv4",
    address: "203.0.113.7",
    segment: at("ProtocolSegment", "s2"),
  });
  cloud.add("NetworkService", {
    id: "r1",
    state: "STARTED",
    type: "IP Routing",
    network: at("Network", "n1"),
    segments: [at("ProtocolSegment", "s1"), at("ProtocolSegment", "s2")],
  });
  cloud.add("NetworkService", {
    id: "d1",
    state: "STARTED",
    type: "DHCP",
    network: at("Network", "n1"),
    segments: [at("ProtocolSegment", "s1")],
    policies: { routers: "10.0.0.1", dnsServers: "10.0.0.2, provided, 2001:db8::53" },
  });
  return cloud;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Values;
}

export interface FakeGateway {
  /** A path is one inside `/cimi/1/fake/`, unless it begins with a slash. */
  ask(method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  get(path: string): Promise<Values>;
  post(path: string, type: string, body: object, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  put(path: string, type: string, body: object): Promise<Answered>;
  /** Asks for an operation by its name. */
  act(path: string, action: string): Promise<Answered>;
  /** The Job of an answer, as an edition shows it. */
  jobOf(answer: Answered, edition?: Edition): Promise<Values>;
  close(): Promise<void>;
}

const N1 = "http://schemas.dmtf.org/cimi/1";
export const BASE1 = "http://gateway.test/cimi/1/fake/";

/** A reference to what is at a path. */
export const href = (path: string) => ({ href: BASE1 + path });
/** The path of what is at an absolute href. */
export const local = (absolute: string): string => absolute.replace(BASE1, "");
/** The paths of what a Job affects, in either edition. */
export const affectedBy = ({ affectedResources = [] }: Values): readonly string[] =>
  (affectedResources as readonly { href: string }[]).map((one) => one.href.replace(/^.*fake\//, ""));

export async function gatewayOver(
  resources: Readonly<Partial<Record<Faked, Pick<FakeResource, "adapter">>>>,
): Promise<FakeGateway> {
  const store = await openStore({ folder: ":memory:" });
  const adapters = Object.fromEntries(Object.entries(resources).map(([type, { adapter }]) => [type, adapter]));
  const clouds = [{ name: "fake", adapter: { name: "fake", resources: adapters } }];
  const gateway = new Gateway({ clouds, store, clock: systemClock, log: silentLog });
  const ask: FakeGateway["ask"] = async (method, target, body, headers = {}) => {
    const local = target.replace(BASE1, "");
    const [path = "", query = ""] = (local.startsWith("/") ? local : `/cimi/1/fake/${local}`).split("?");
    const {
      status,
      body: text,
      headers: given,
    } = await gateway.handle({
      method,
      path,
      query,
      headers: { accept: "application/json", ...(body && { "content-type": "application/json" }), ...headers },
      body: body ? JSON.stringify(body) : "",
      origin: "http://gateway.test",
      tenant: "tenant",
      receivedAt: 0,
      signal: new AbortController().signal,
    });
    return { status, headers: given, body: (text === "" ? {} : JSON.parse(text)) as Values };
  };
  const get = async (path: string): Promise<Values> => (await ask("GET", path)).body;
  const post: FakeGateway["post"] = (path, type, body, headers) =>
    ask("POST", path, { resourceURI: `${N1}/${type}`, ...body }, headers);
  return {
    ask,
    get,
    post,
    put: (path, type, body) => ask("PUT", path, { resourceURI: `${N1}/${type}`, ...body }),
    act: (path, action) => post(`${path}/${action}`, "Action", { action: `${N1}/action/${action}` }),
    jobOf: ({ headers }, edition = 1) => get(headers["CIMI-Job-URI"]!.replace(/^.*?\/cimi\/1\//, `/cimi/${edition}/`)),
    close: async () => {
      await gateway.stop();
      await store.close();
    },
  };
}
