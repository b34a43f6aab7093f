import {
  type Accepted,
  type CreateRequest,
  ProviderFault,
  type ResourceAdapter,
  resourceAdapter,
  type WriteContext,
} from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { described } from "./metadata.js";
import { deleteNetwork } from "./network-delete.js";
import { bearerOf } from "./network-objects.js";
import { networkState } from "./network-states.js";
import { make, markerOf, redescribe } from "./network-writes.js";
import { isExternal, NETWORKS, type Network, networkPages, oneNetwork, readNetworks } from "./networks.js";
import { instant } from "./times.js";

/** A network of Neutron: the project's own, one that others share, or one that leads out of the cloud. */
export const network = (cloud: Cloud): ResourceAdapter<"Network", unknown> =>
  resourceAdapter<Network>()("Network", {
    identify: (native) => ({ id: native.id, marker: markerOf(native) }),
    attributes: {
      ...described(bearerOf, cloud.settings),
      created: ({ created_at }) => instant(created_at),
      updated: ({ updated_at }) => instant(updated_at),
      state: networkState,
      segments: () => undefined,
      services: () => undefined,
      external: isExternal,
      nativeId: ({ id }) => id,
      location: () => cloud.settings.region,
    },
    capabilities: { DefaultInitialState: "STARTED", InitialStates: "STARTED" },
    list: (_query, context) => networkPages(cloud, context),
    read: (ids, context) => readNetworks(cloud, ids, context),
    create: (request, context) => createNetwork(cloud, request, context),
    update: async (id, changes, context) => redescribe(cloud, context, NETWORKS, await oneNetwork(cloud, id, context), changes),
    delete: (id, context) => context.step("delete", { send: () => deleteNetwork(cloud, id, context) }),
    editable: isChangeable,
    deletable: isChangeable,
  });

/** 5.16.1: what leads out of the cloud is the provider's. */
const isChangeable = (native: Network): boolean => native.isOwn && !isExternal(native);

async function createNetwork(cloud: Cloud, request: CreateRequest<"Network">, context: WriteContext): Promise<Accepted> {
  if (request.template.external === true)
    throw new ProviderFault(
      "invalid",
      "only administrators of OpenStack make external networks; leave external out or make it false",
    );
  return make(cloud, context, NETWORKS, request, { admin_state_up: true });
}
