import type { ResourceName } from "@cimi-gateway/model";

/** An object as a service told it; an image is alone in its answer, without a name around it. */
export type Told = Readonly<Record<string, unknown>> & { readonly id?: unknown };

/** How the objects of one kind of reply are read: by which calls, as which type, and what must be left of them. */
export interface Reply {
  readonly type: ResourceName;
  /** Names of the array in a list and of the object in a show. */
  readonly items: string;
  readonly item: string;
  /** The line of the call that lists, and of the one that shows; absent: one is shown by a list that names its id. */
  readonly list: string;
  readonly show?: (id: string) => string;
  /** The id of the resource, where it is not that of the object. */
  readonly idOf?: (told: Told) => string;
  /** What the resource shows, read off the object without the adapter. */
  readonly shows: (told: Told) => Readonly<Record<string, unknown>>;
}

const text = (value: unknown): string | undefined => (value ? String(value) : undefined);

/** ISO 8601 in UTC. One of the recorded dates is no day of the calendar: the one after it is meant. */
function time(value: unknown): string | undefined {
  const [, second, fraction = ""] = /^([\d-]{10}T[\d:]{8})(?:\.(\d+))?Z?$/.exec(String(value ?? "")) ?? [];
  if (second === undefined) return undefined;
  return `${second.replace("2013-02-29", "2013-03-01")}.${fraction.slice(0, 3).padEnd(3, "0")}Z`;
}

const GIBIBYTE = 1024 ** 3;
/** Kilobytes, rounded down. */
const size = (gibibytes: unknown): number => Math.floor((Number(gibibytes) * GIBIBYTE) / 1000);

const SERVERS: Readonly<Record<string, string>> = { ACTIVE: "STARTED", BUILD: "CREATING", ERROR: "ERROR" };
const FILLED: Readonly<Record<string, string>> = { available: "AVAILABLE", "in-use": "AVAILABLE", creating: "CREATING" };
const IMAGES: Readonly<Record<string, string>> = { active: "AVAILABLE", saving: "CREATING", queued: "CREATING" };
const PORTS: Readonly<Record<string, string>> = { ACTIVE: "ENABLED", DOWN: "ENABLED", BUILD: "CREATING" };
const NETWORKS: Readonly<Record<string, string>> = { ACTIVE: "STARTED", DOWN: "STOPPED" };

/** The state of a word that nobody knows is ERROR, whatever the type. */
const stateIn = (states: Readonly<Record<string, string>>, status: unknown): string => states[String(status)] ?? "ERROR";

const named = ({ name, description }: Told) => ({ name: text(name), description: text(description) });
const dated = ({ created_at, updated_at }: Told) => ({ created: time(created_at), updated: time(updated_at) });
const addressesOf = ({ fixed_ips = [] }: Told): readonly string[] =>
  (fixed_ips as readonly { readonly ip_address: string }[]).map(({ ip_address }) => ip_address);

/** Block storage has had three ways to write a name and a date. */
const stored = (told: Told) => ({
  name: text(told.name ?? told.display_name ?? told.displayName),
  description: text(told.description ?? told.display_description ?? told.displayDescription),
  created: time(told.created_at ?? told.createdAt),
  state: stateIn(FILLED, told.status),
});

export const REPLIES = {
  server: {
    type: "Machine",
    items: "servers",
    item: "server",
    list: "GET compute /servers/detail",
    show: (id) => `GET compute /servers/${id}`,
    shows: ({ name, created, updated, status, flavor, ...more }) => {
      const { vcpus, ram } = (flavor ?? {}) as { readonly vcpus?: number; readonly ram?: number };
      return {
        name: text(name),
        created: time(created),
        updated: time(updated),
        state: stateIn(SERVERS, status),
        location: text(more["OS-EXT-AZ:availability_zone"]),
        // By link alone until Nova 2.47.
        cpu: vcpus,
        memory: ram === undefined ? undefined : ram * 1024,
      };
    },
  },
  flavor: {
    type: "MachineConfiguration",
    items: "flavors",
    item: "flavor",
    list: "GET compute /flavors/detail",
    show: (id) => `GET compute /flavors/${id}`,
    shows: ({ name, vcpus, ram, disk, ...more }) => ({
      name,
      cpu: vcpus,
      memory: Number(ram) * 1024,
      disks: [disk, more["OS-FLV-EXT-DATA:ephemeral"]].filter(Boolean).map((held) => ({ capacity: size(held) })),
    }),
  },
  keypair: {
    type: "Credential",
    items: "keypairs",
    item: "keypair",
    list: "GET compute /os-keypairs",
    show: (id) => `GET compute /os-keypairs/${id}`,
    idOf: ({ name }) => String(name),
    shows: ({ name, public_key }) => ({ name, parameters: { key: String(public_key).trim() } }),
  },
  image: {
    type: "MachineImage",
    items: "images",
    item: "image",
    list: "GET image /images",
    shows: (told) => ({ name: text(told.name), ...dated(told), state: stateIn(IMAGES, told.status) }),
  },
  volume: {
    type: "Volume",
    items: "volumes",
    item: "volume",
    list: "GET volume /volumes/detail",
    show: (id) => `GET volume /volumes/${id}`,
    shows: (told) => ({
      ...stored(told),
      capacity: size(told.size),
      location: text(told.availability_zone ?? told.availabilityZone),
    }),
  },
  snapshot: {
    type: "VolumeImage",
    items: "snapshots",
    item: "snapshot",
    list: "GET volume /snapshots/detail",
    show: (id) => `GET volume /snapshots/${id}`,
    shows: stored,
  },
  network: {
    type: "Network",
    items: "networks",
    item: "network",
    list: "GET network /networks",
    shows: (told) => ({
      ...named(told),
      ...dated(told),
      state: stateIn(NETWORKS, told.status),
      external: told["router:external"],
    }),
  },
  subnet: {
    type: "ProtocolSegment",
    items: "subnets",
    item: "subnet",
    list: "GET network /subnets",
    shows: (told) => ({
      ...named(told),
      ...dated(told),
      state: "STARTED",
      protocol: `IPv${told.ip_version}`,
      network: { href: `networks/${told.network_id}` },
    }),
  },
  port: {
    type: "NetworkInterface",
    items: "ports",
    item: "port",
    list: "GET network /ports",
    shows: (told) => ({
      ...named(told),
      ...dated(told),
      state: told.admin_state_up === false ? "DISABLED" : stateIn(PORTS, told.status),
      machine: String(told.device_owner).startsWith("compute:") ? { href: `machines/${told.device_id}` } : undefined,
    }),
  },
  floatingip: {
    type: "ProtocolEndpoint",
    items: "floatingips",
    item: "floatingip",
    list: "GET network /floatingips",
    shows: (told) => ({
      description: text(told.description),
      ...dated(told),
      address: told.floating_ip_address,
      state: stateIn(PORTS, told.status),
      interface: told.port_id ? { href: `interfaces/${told.port_id}` } : undefined,
    }),
  },
  router: {
    type: "NetworkService",
    items: "routers",
    item: "router",
    list: "GET network /routers",
    idOf: ({ id }) => `${id}.routing`,
    shows: (told) => ({ ...named(told), ...dated(told), type: "IP Routing", state: stateIn(NETWORKS, told.status) }),
  },
  group: {
    type: "NetworkService",
    items: "security_groups",
    item: "security_group",
    list: "GET network /security-groups",
    idOf: ({ id }) => `${id}.firewall`,
    shows: (told) => ({ ...named(told), ...dated(told), type: "Firewall", state: "STARTED" }),
  },
} as const satisfies Readonly<Record<string, Reply>>;

export type ReplyName = keyof typeof REPLIES;

/** The addresses of ports, which are resources of their own. */
export const addressesIn = (ports: readonly Told[]): readonly string[] => ports.flatMap(addressesOf).sort();
