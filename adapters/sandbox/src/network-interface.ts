import { nativeId, reference, resourceAdapter, stateIn } from "@cimi-gateway/adapter";
import type { Client } from "./client.js";
import { common, identify, makingOf, relabellingOf } from "./common.js";
import { membership } from "./membership.js";
import { requireReference, requireValue } from "./require.js";
import { INITIAL_SERVING, SERVING_STATES } from "./states.js";
import type { NetworkInterface } from "./world/network-things.js";

export const networkInterface = (client: Client) =>
  resourceAdapter<NetworkInterface>()("NetworkInterface", {
    identify,
    attributes: {
      ...common,
      state: ({ state }) => stateIn(SERVING_STATES, state, "ERROR"),
      endpoints: () => undefined,
      speed: ({ speed }) => speed,
      mtu: ({ mtu }) => mtu,
      machine: ({ owner }) => (owner === undefined ? undefined : reference("Machine", owner)),
    },
    capabilities: INITIAL_SERVING.capabilities,
    list: (_, context) => client.list("networkInterface", context),
    read: (ids, context) => client.read("networkInterface", ids, context),
    async create(request, context) {
      const { machine, speed, mtu, initialState } = request.template;
      const input = {
        ...makingOf(request),
        machine: machine && nativeId(requireReference(machine, "machine")),
        speed,
        mtu,
        initialState: INITIAL_SERVING.native(initialState),
      };
      return client.create("networkInterface.create", input, context, (id) => client.drop("networkInterface.discard", { id }));
    },
    async update(id, changes, context) {
      const [speed, mtu] = [requireValue(changes.speed, "speed"), requireValue(changes.mtu, "mtu")];
      return client.step("update", "networkInterface.update", { ...relabellingOf(id, changes), speed, mtu }, context);
    },
    delete: (id, context) => client.step("delete", "networkInterface.delete", { id }, context),
    operations: {
      enable: { run: (id, _, context) => client.step("order", "networkInterface.enable", { id }, context) },
      disable: { run: (id, _, context) => client.step("order", "networkInterface.disable", { id }, context) },
    },
    collections: {
      endpoints: membership(client, "protocolEndpoint.connect", "protocolEndpoint.disconnect", (owner, id) => ({
        networkInterface: owner,
        id,
      })),
    },
  });
