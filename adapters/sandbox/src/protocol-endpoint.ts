import { type Context, type CreateRequest, nativeId, reference, resourceAdapter, stateIn } from "@cimi-gateway/adapter";
import { checkOrigin, InvalidValue, type Reference } from "@cimi-gateway/model";
import type { Client } from "./client.js";
import { common, identify, makingOf, relabellingOf } from "./common.js";
import { endpointParameters, shownParameters } from "./endpoint-parameters.js";
import { requireReference, requireThing } from "./require.js";
import { INITIAL_SERVING, SERVING_STATES } from "./states.js";
import type { ProtocolEndpoint } from "./world/network-things.js";

export const protocolEndpoint = (client: Client) =>
  resourceAdapter<ProtocolEndpoint>()("ProtocolEndpoint", {
    identify,
    attributes: {
      ...common,
      state: ({ state }) => stateIn(SERVING_STATES, state, "ERROR"),
      protocol: ({ protocol }) => protocol,
      address: ({ address }) => address,
      origin: ({ chosen }) => (chosen ? "STATIC" : "DYNAMIC"),
      interface: ({ networkInterface }) => referenceTo("NetworkInterface", networkInterface),
      parameters: shownParameters,
      segment: ({ owner }) => referenceTo("ProtocolSegment", owner),
    },
    capabilities: INITIAL_SERVING.capabilities,
    list: (_, context) => client.list("protocolEndpoint", context),
    read: (ids, context) => client.read("protocolEndpoint", ids, context),
    async create(request, context) {
      const input = await wished(client, request, context);
      return client.create("protocolEndpoint.create", input, context, (id) => client.drop("protocolEndpoint.delete", { id }));
    },
    async update(id, changes, context) {
      const { interface: held, parameters } = changes;
      const endpoint = await requireThing(client, "protocolEndpoint", id, context);
      const input = {
        ...relabellingOf(id, changes),
        networkInterface: held && nativeId(requireReference(held, "interface")),
        ...(parameters !== undefined && { parameters: endpointParameters(endpoint, parameters ?? {}) }),
      };
      return client.step("update", "protocolEndpoint.update", input, context);
    },
    delete: (id, context) => client.step("delete", "protocolEndpoint.delete", { id }, context),
    deletable: ({ builtIn }) => !builtIn,
    operations: {
      enable: { run: (id, _, context) => client.step("order", "protocolEndpoint.enable", { id }, context) },
      disable: { run: (id, _, context) => client.step("order", "protocolEndpoint.disable", { id }, context) },
    },
  });

const referenceTo = (type: "NetworkInterface" | "ProtocolSegment", id: string | undefined): Reference | undefined =>
  id === undefined ? undefined : reference(type, id);

/** The protocol is that of the segment; without one the template has to say it. */
async function wished(client: Client, request: CreateRequest<"ProtocolEndpoint">, context: Context) {
  const { segment: placed, interface: held, protocol: named, address, parameters, initialState } = request.template;
  const id = placed && nativeId(requireReference(placed, "segment"));
  const segment = id === undefined ? undefined : await requireThing(client, "protocolSegment", id, context);
  const protocol = named ?? segment?.protocol;
  if (protocol === undefined) throw new InvalidValue("is missing: a reference to a ProtocolSegment, or protocol", ["segment"]);
  checkOrigin(request.template);
  return {
    ...makingOf(request),
    segment: id,
    protocol,
    address,
    networkInterface: held && nativeId(requireReference(held, "interface")),
    parameters: endpointParameters({ protocol, address, prefix: segment?.prefix }, parameters),
    initialState: INITIAL_SERVING.native(initialState),
  };
}
