import { nativeId, reference, resourceAdapter, stateIn } from "@cimi-gateway/adapter";
import type { Client } from "./client.js";
import { common, identify, makingOf, relabellingOf } from "./common.js";
import { membership } from "./membership.js";
import { requireReference } from "./require.js";
import { INITIAL_PASSING, NETWORK_STATES } from "./states.js";
import type { Network } from "./world/network-things.js";

export const network = (client: Client) => {
  const isOwn = ({ stock }: Network): boolean => !stock;
  return resourceAdapter<Network>()("Network", {
    identify,
    attributes: {
      ...common,
      state: ({ state }) => stateIn(NETWORK_STATES, state, "ERROR"),
      segments: () => undefined,
      services: () => undefined,
      subnetworks: () => undefined,
      supernetwork: ({ owner }) => (owner === undefined ? undefined : reference("Network", owner)),
      external: ({ external }) => external,
    },
    capabilities: INITIAL_PASSING.capabilities,
    list: (_, context) => client.list("network", context),
    read: (ids, context) => client.read("network", ids, context),
    async create(request, context) {
      const { external, supernetwork, initialState } = request.template;
      const input = {
        ...makingOf(request),
        external,
        network: supernetwork && nativeId(requireReference(supernetwork, "supernetwork")),
        initialState: INITIAL_PASSING.native(initialState),
      };
      return client.create("network.create", input, context, (id) => client.drop("network.delete", { id }));
    },
    update: (id, changes, context) => client.step("update", "network.update", relabellingOf(id, changes), context),
    delete: (id, context) => client.step("delete", "network.delete", { id }, context),
    editable: isOwn,
    deletable: isOwn,
    operations: {
      start: { run: (id, _, context) => client.step("order", "network.start", { id }, context), available: isOwn },
      stop: { run: (id, _, context) => client.step("order", "network.stop", { id }, context), available: isOwn },
    },
    collections: {
      segments: membership(client, "protocolSegment.insert", "protocolSegment.remove", inNetwork),
      services: membership(client, "networkService.insert", "networkService.remove", inNetwork),
      subnetworks: membership(client, "network.insert", "network.remove", inNetwork),
    },
  });
};

const inNetwork = (owner: string, item: string) => ({ network: owner, id: item });
