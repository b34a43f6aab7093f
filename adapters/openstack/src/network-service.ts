import {
  type Accepted,
  type Changes,
  type Context,
  type Membership,
  nativeId,
  ProviderFault,
  type ResourceAdapter,
  reference,
  resourceAdapter,
  type WriteContext,
} from "@cimi-gateway/adapter";
import { InvalidValue, type Values } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { described } from "./metadata.js";
import { bearerOf, type NetworkObject } from "./network-objects.js";
import { markerOf, redescribe } from "./network-writes.js";
import type { Service, ServiceKind, ServiceRequest } from "./service.js";
import { serviceExtensions } from "./service-extensions.js";
import { kindsOf, makersOf, pagesOf, SERVICE_KINDS, SERVICE_MAKERS } from "./service-kinds.js";
import { instant } from "./times.js";

const NOTHING: NetworkObject = { id: "" };
const objectIn = ({ object = NOTHING }: Service): NetworkObject => object;

/** What Neutron does for networks, and Octavia where it is there. */
export const networkService = (cloud: Cloud): ResourceAdapter<"NetworkService", unknown> =>
  resourceAdapter<Service>()("NetworkService", {
    identify: (service) => ({ id: service.id, marker: service.marker ?? markerOf(objectIn(service)) }),
    attributes: {
      ...described((service: Service) => bearerOf(objectIn(service)), cloud.settings),
      created: (service) => instant(objectIn(service).created_at),
      updated: (service) => instant(objectIn(service).updated_at),
      state: ({ state }) => state,
      type: ({ type }) => type,
      endpoints: ({ endpoints = [] }) => endpoints.map((id) => reference("ProtocolEndpoint", id)),
      segments: ({ segments = [] }) => segments.map((id) => reference("ProtocolSegment", id)),
      policies: ({ policies }) => policies,
      network: ({ network }) => (network === undefined ? undefined : reference("Network", network)),
      nativeId: ({ native }) => native,
      location: () => cloud.settings.region,
    },
    extensions: serviceExtensions,
    capabilities: { DefaultInitialState: "STARTED", InitialStates: "STARTED" },
    async *list(_query, context) {
      for (const kind of await kindsOf(cloud, context)) yield* pagesOf(cloud, kind, context);
    },
    read: (ids, context) => readServices(cloud, ids, context),
    create: async (request, context) => createService(cloud, request, context),
    update: (id, changes, context) => updateService(cloud, id, changes, context),
    delete: async (id, context) =>
      kindOf(id)
        .delete(cloud, nativeOf(id), context)
        .then((accepted) => ({ ...accepted, id })),
    deletable: ({ isFixed }) => isFixed !== true,
    collections: { endpoints: membership(cloud, "endpoints"), segments: membership(cloud, "segments") },
  });

const suffixOf = (id: string): string => id.slice(id.lastIndexOf("."));
const nativeOf = (id: string): string => id.slice(0, id.lastIndexOf("."));

/** @throws ProviderFault notFound */
function kindOf(id: string): ServiceKind {
  const kind = SERVICE_KINDS.find(({ suffix }) => suffix === suffixOf(id));
  if (!kind) throw gone("service", id);
  return kind;
}

async function readServices(cloud: Cloud, ids: readonly string[], context: Context): Promise<ReadonlyMap<string, Service>> {
  const kinds = await kindsOf(cloud, context);
  const found = await Promise.all(
    kinds.map(async (kind) => {
      const own = ids.filter((id) => suffixOf(id) === kind.suffix).map(nativeOf);
      return own.length === 0 ? [] : kind.read(cloud, own, context);
    }),
  );
  return new Map(found.flat().map((service) => [service.id, service]));
}

async function createService(cloud: Cloud, request: ServiceRequest, context: WriteContext): Promise<Accepted> {
  const { network, type } = request.template;
  if (!network) throw new ProviderFault("invalid", "the networkServiceTemplate lacks network");
  const makers = await makersOf(cloud, context);
  const maker = makers.find((one) => one.type === type);
  if (!maker)
    throw new InvalidValue(`OpenStack's network service has none of it; accepted: ${makers.map((one) => one.type).join(", ")}`, [
      "type",
    ]);
  const accepted = await maker.create(cloud, request, nativeId(network), context);
  return { ...accepted, id: `${accepted.id}${maker.suffix}` };
}

async function updateService(
  cloud: Cloud,
  id: string,
  changes: Changes<"NetworkService">,
  context: WriteContext,
): Promise<Accepted> {
  const { change, objects, redescribe: redescribeElsewhere } = kindOf(id);
  const { policies, name, description, properties } = changes;
  if (policies !== undefined) await change(cloud, nativeOf(id), policies ?? {}, context);
  const service = (await readServices(cloud, [id], context)).get(id);
  if (!service) throw gone("service", id);
  if (redescribeElsewhere && service.object)
    return { ...(await redescribeElsewhere(cloud, service.object, changes, context)), id };
  if (objects && service.object) return { ...(await redescribe(cloud, context, objects, service.object, changes)), id };
  const kept = Object.entries({ name, description, properties }).filter(([, value]) => value !== undefined);
  return { id, ...(kept.length > 0 && { overlay: Object.fromEntries(kept) as Values }) };
}

const typesOf = ({ suffix }: ServiceKind): readonly string[] =>
  SERVICE_MAKERS.filter((one) => one.suffix === suffix).map(({ type }) => type);

/** What enters depends on what the service is. @throws ProviderFault invalid where Neutron has it otherwise */
function membership(cloud: Cloud, attribute: "endpoints" | "segments"): Required<Membership> {
  const of = async (id: string, context: Context): Promise<Required<Membership>> => {
    const kind = kindOf(id);
    const held = kind[attribute]?.(cloud);
    if (held) return held;
    const taking = (await kindsOf(cloud, context)).filter((one) => one[attribute] !== undefined).flatMap(typesOf);
    throw new ProviderFault(
      "invalid",
      `a service of the type ${typesOf(kind).join(" or ")} takes no ${attribute} in OpenStack; those that do: ${taking.join(", ")}`,
    );
  };
  return {
    insert: async (id, item, context) => ({ ...(await (await of(id, context)).insert(nativeOf(id), item, context)), id }),
    remove: async (id, item, context) => ({ ...(await (await of(id, context)).remove(nativeOf(id), item, context)), id }),
  };
}
