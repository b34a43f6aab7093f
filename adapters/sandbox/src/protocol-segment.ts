import { nativeId, reference, resourceAdapter, stateIn } from "@cimi-gateway/adapter";
import type { SegmentProtocol } from "@cimi-gateway/model";
import type { Client } from "./client.js";
import { common, identify, makingOf, relabellingOf } from "./common.js";
import { membership } from "./membership.js";
import { requireReference, requireThing } from "./require.js";
import { segmentParameters, shownParameters } from "./segment-parameters.js";
import { INITIAL_PASSING, PASSING_STATES } from "./states.js";
import type { ProtocolSegment } from "./world/network-things.js";

export const protocolSegment = (client: Client) => {
  const isOwn = ({ stock }: ProtocolSegment): boolean => !stock;
  return resourceAdapter<ProtocolSegment>()("ProtocolSegment", {
    identify,
    attributes: {
      ...common,
      state: ({ state }) => stateIn(PASSING_STATES, state, "ERROR"),
      protocol: ({ protocol }) => protocol,
      noDefaultRouting: ({ isolated }) => isolated,
      endpoints: () => undefined,
      parameters: shownParameters,
      network: ({ owner }) => (owner === undefined ? undefined : reference("Network", owner)),
    },
    capabilities: INITIAL_PASSING.capabilities,
    list: (_, context) => client.list("protocolSegment", context),
    read: (ids, context) => client.read("protocolSegment", ids, context),
    async create(request, context) {
      const { network, protocol, noDefaultRouting, parameters, initialState } = request.template;
      const input = {
        ...makingOf(request),
        network: nativeId(requireReference(network, "network")),
        protocol: protocol as SegmentProtocol,
        isolated: noDefaultRouting,
        ...segmentParameters(protocol as SegmentProtocol, parameters),
        initialState: INITIAL_PASSING.native(initialState),
      };
      return client.create("protocolSegment.create", input, context, (id) => client.drop("protocolSegment.delete", { id }));
    },
    async update(id, changes, context) {
      const { noDefaultRouting, parameters } = changes;
      const { protocol } = await requireThing(client, "protocolSegment", id, context);
      const input = {
        ...relabellingOf(id, changes),
        isolated: noDefaultRouting === null ? false : noDefaultRouting,
        ...(parameters !== undefined && segmentParameters(protocol, parameters ?? {})),
      };
      return client.step("update", "protocolSegment.update", input, context);
    },
    delete: (id, context) => client.step("delete", "protocolSegment.delete", { id }, context),
    editable: isOwn,
    deletable: isOwn,
    operations: {
      start: { run: (id, _, context) => client.step("order", "protocolSegment.start", { id }, context), available: isOwn },
      stop: { run: (id, _, context) => client.step("order", "protocolSegment.stop", { id }, context), available: isOwn },
    },
    collections: {
      endpoints: membership(client, "protocolEndpoint.insert", "protocolEndpoint.remove", (segment, id) => ({ segment, id })),
    },
  });
};
