import { nativeId, reference, resourceAdapter, stateIn } from "@cimi-gateway/adapter";
import { readPolicies, type ServiceType, type StringMap, shownPolicies, writePolicies } from "@cimi-gateway/model";
import type { Client } from "./client.js";
import { common, identify, makingOf, relabellingOf } from "./common.js";
import { membership } from "./membership.js";
import { requireReference, requireThing } from "./require.js";
import { INITIAL_PASSING, PASSING_STATES } from "./states.js";
import type { NetworkService } from "./world/network-things.js";

export const networkService = (client: Client) =>
  resourceAdapter<NetworkService>()("NetworkService", {
    identify,
    attributes: {
      ...common,
      state: ({ state }) => stateIn(PASSING_STATES, state, "ERROR"),
      type: ({ type }) => type,
      endpoints: ({ endpoints }) => endpoints.map((id) => reference("ProtocolEndpoint", id)),
      segments: ({ segments }) => segments.map((id) => reference("ProtocolSegment", id)),
      policies: ({ policies }) => policies,
      network: ({ owner }) => (owner === undefined ? undefined : reference("Network", owner)),
    },
    capabilities: INITIAL_PASSING.capabilities,
    list: (_, context) => client.list("networkService", context),
    read: (ids, context) => client.read("networkService", ids, context),
    async create(request, context) {
      const { network, type, policies, initialState } = request.template;
      const input = {
        ...makingOf(request),
        network: nativeId(requireReference(network, "network")),
        type: type as ServiceType,
        policies: policiesIn(type as ServiceType, policies),
        initialState: INITIAL_PASSING.native(initialState),
      };
      return client.create("networkService.create", input, context, (id) => client.drop("networkService.delete", { id }));
    },
    async update(id, changes, context) {
      const { policies } = changes;
      const { type } = await requireThing(client, "networkService", id, context);
      const changed = policies === undefined ? undefined : policiesIn(type, policies ?? {});
      return client.step("update", "networkService.update", { ...relabellingOf(id, changes), policies: changed }, context);
    },
    delete: (id, context) => client.step("delete", "networkService.delete", { id }, context),
    operations: {
      start: { run: (id, _, context) => client.step("order", "networkService.start", { id }, context) },
      stop: { run: (id, _, context) => client.step("order", "networkService.stop", { id }, context) },
    },
    collections: {
      endpoints: membership(client, "networkService.serve", "networkService.serveNoLonger", (id, endpoint) => ({ id, endpoint })),
      segments: membership(client, "networkService.serve", "networkService.serveNoLonger", (id, segment) => ({ id, segment })),
    },
  });

/** In canonical form; secrets are checked and not kept, since nobody connects here. */
const policiesIn = (type: ServiceType, given: StringMap = {}): StringMap =>
  shownPolicies(type, writePolicies(type, readPolicies(type, given)));
