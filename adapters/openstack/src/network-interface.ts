import { type Accepted, type ResourceAdapter, reference, resourceAdapter, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { endpointMembership } from "./floating-connection.js";
import { createInterface, deleteInterface } from "./interface-create.js";
import { described } from "./metadata.js";
import { bearerOf } from "./network-objects.js";
import { interfaceState } from "./network-states.js";
import { markerOf, put, redescribe } from "./network-writes.js";
import { isServed, machineOf, type NeutronPort, onePort, PORTS, portPages, readPorts } from "./ports.js";
import { instant } from "./times.js";

/** A port of Neutron, which tells neither speed nor MTU. */
export const networkInterface = (cloud: Cloud): ResourceAdapter<"NetworkInterface", unknown> =>
  resourceAdapter<NeutronPort>()("NetworkInterface", {
    identify: (port) => ({ id: port.id, marker: markerOf(port) }),
    attributes: {
      ...described(bearerOf, cloud.settings),
      created: ({ created_at }) => instant(created_at),
      updated: ({ updated_at }) => instant(updated_at),
      state: interfaceState,
      endpoints: () => undefined,
      machine: (port) => {
        const id = machineOf(port);
        return id === undefined ? undefined : reference("Machine", id);
      },
      nativeId: ({ id }) => id,
      location: () => cloud.settings.region,
    },
    capabilities: { DefaultInitialState: "ENABLED", InitialStates: "ENABLED,DISABLED" },
    list: (_query, context) => portPages(cloud, context),
    read: (ids, context) => readPorts(cloud, ids, context),
    create: (request, context) => createInterface(cloud, request, context),
    update: async (id, changes, context) => redescribe(cloud, context, PORTS, await onePort(cloud, id, context), changes),
    delete: (id, context) => context.step("delete", { send: () => deleteInterface(cloud, id, context) }),
    editable: (port) => !isServed(port),
    deletable: (port) => !isServed(port),
    operations: {
      enable: { run: (id, _input, context) => setUp(cloud, id, true, context), available: (port) => !isServed(port) },
      disable: { run: (id, _input, context) => setUp(cloud, id, false, context), available: (port) => !isServed(port) },
    },
    collections: { endpoints: endpointMembership(cloud) },
  });

/** 5.16.13.2: a port that is administratively down carries nothing. */
const setUp = (cloud: Cloud, id: string, admin_state_up: boolean, context: WriteContext): Promise<Accepted> =>
  context.step(admin_state_up ? "enable" : "disable", { send: () => put(cloud, context, PORTS, id, { admin_state_up }) });
