import { InvalidValue, type Reference, type Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import { hrefOf, isEthernet, isIp, type Surroundings } from "./surroundings.js";
import type { Telling } from "./view-type.js";
import { given, type Wishes } from "./wishes.js";

/** A MachineNetworkInterface is a NetworkInterface of a Machine, with what its endpoints tell. */
export const machineNetworkInterface: Telling = {
  type: "MachineNetworkInterface",
  from: {
    addresses: "endpoints",
    network: "endpoints",
    networkPort: "endpoints",
    macAddress: "endpoints",
    state: "state",
    mtu: "mtu",
  },
  needs: ["machine", "state"],
  shows: ({ machine }) => machine !== undefined,
  values({ path, values }, around) {
    const endpoints = around.endpointsOf(path);
    const port = endpoints.find((one) => isEthernet(one.values));
    return {
      network: networkOf(endpoints, around),
      networkPort: port && { href: `networkPorts/${encodeURIComponent(port.id)}` },
      state: STATES[String(values.state)] ?? "Disabled",
      macAddress: port?.values.address,
      mtu: values.mtu,
    };
  },
  within: ({ values }, owner) => hrefOf(values.machine) === owner,
  place: ({ machine }) => `${hrefOf(machine)}/interfaces`,
  operations: {},
  made: async (held, wishes) => {
    const template = await interfaceTemplate(held, wishes);
    return { template, preview: { machine: held.machine } };
  },
  changed({ state, ...changes }) {
    // A PUT that leaves the state out cannot remove it: every interface is in one.
    if (state === undefined || state === null) return { changes };
    return { changes, operations: [initialState(state) === "ENABLED" ? "enable" : "disable"] };
  },
};

const STATES: Readonly<Record<string, string>> = { ENABLED: "Active", DISABLED: "Disabled" };

const networkOf = (endpoints: readonly Entity[], around: Surroundings): Reference | undefined =>
  around.networkBehind(endpoints.filter(({ values }) => isIp(values))) ?? around.networkBehind(endpoints);

/** Edition 2 has no interface that only listens. */
function initialState(state: unknown): "ENABLED" | "DISABLED" {
  if (state === "Passive") throw new InvalidValue("Passive is not supported here; accepted: Active, Disabled", ["state"]);
  return state === "Disabled" ? "DISABLED" : "ENABLED";
}

/** The template of edition 2: existing addresses and a port are inserted; without an address it gets one in its network. */
export async function interfaceTemplate(held: Values, wishes: Wishes): Promise<Values> {
  const { machine, state, mtu, network, networkPort, addresses } = held;
  const endpoints: Reference[] = [];
  if (networkPort !== undefined) endpoints.push(behind(await wishes.existing(networkPort, "NetworkPort", "networkPort")));
  const addressed = (addresses ?? []) as readonly Reference[];
  for (const one of addressed) endpoints.push(behind(await wishes.existing(one, "Address", "addresses")));
  if (endpoints.length === 0 && network === undefined)
    throw new InvalidValue("is missing: an href to the Network to which the interface leads", ["network"]);
  const segment =
    addressed.length > 0 || network === undefined
      ? undefined
      : segmentIn(await wishes.existing(network, "Network", "network"), wishes.around);
  return given({
    machine,
    mtu,
    initialState: state === undefined ? undefined : initialState(state),
    endpoints: endpoints.length === 0 ? undefined : endpoints,
    endpointTemplates: segment && [{ value: { segment: { href: segment.path } } }],
  });
}

const behind = ({ id }: Entity): Reference => ({ href: `endpoints/${encodeURIComponent(id)}` });

/** A network may have many segments; edition 1 cannot say which: the first of IPv4, else the first of IPv6. */
export function segmentIn({ path }: Entity, around: Surroundings): Entity {
  const segments = around.segmentsOf(path);
  const found = segments.find(({ values }) => values.protocol === "IPv4") ?? segments.find(({ values }) => isIp(values));
  if (!found) throw new InvalidValue("has no segment of IPv4 or IPv6 in which an interface could be", ["network"]);
  return found;
}
