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
import { InvalidValue } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { INTERNET } from "./internet.js";
import { isManaged } from "./managed.js";
import type { Service, ServiceKind, ServiceRequest } from "./service.js";
import { serviceExtensions } from "./service-extensions.js";
import { SERVICE_KINDS } from "./service-kinds.js";
import { described, markerIn } from "./tags.js";
import { retag } from "./writes.js";

/** What EC2 does for a VPC. It neither starts nor stops any of it. */
export const networkService = (cloud: Cloud): ResourceAdapter<"NetworkService", unknown> => {
  const common = described(({ tags }: Service) => tags, cloud.settings);
  return resourceAdapter<Service>()("NetworkService", {
    identify: ({ id, tags }) => ({ id, marker: markerIn(tags) }),
    attributes: {
      ...common,
      name: (service) => common.name(service) ?? service.title,
      state: ({ state }) => state,
      type: ({ type }) => type,
      endpoints: ({ endpoints = [] }) => endpoints.map((id) => reference("ProtocolEndpoint", id)),
      segments: ({ segments = [] }) => segments.map((id) => reference("ProtocolSegment", id)),
      policies: ({ policies }) => policies,
      network: ({ network }) => (network === undefined ? undefined : reference("Network", network)),
      nativeId: ({ id }) => id,
      location: () => cloud.settings.region,
    },
    extensions: serviceExtensions,
    capabilities: { DefaultInitialState: "STARTED", InitialStates: "STARTED" },
    async *list(_query, context) {
      for (const kind of SERVICE_KINDS) yield* kind.list(cloud, context);
    },
    read: (ids, context) => readServices(cloud, ids, context),
    create: async (request, context) => createService(cloud, request, context),
    update: (id, changes, context) => updateService(cloud, id, changes, context),
    delete: async (id, context) => kindOf(id).delete(cloud, id, context),
    editable: isOwn,
    deletable: (service) => isOwn(service) && service.isFixed !== true,
    collections: { endpoints: membership(cloud, "endpoints"), segments: membership(cloud, "segments") },
  });
};

const isOwn = ({ tags }: Service): boolean => !isManaged(tags === undefined ? {} : { Tags: tags });

/** Throws ProviderFault `notFound`. */
function kindOf(id: string): ServiceKind {
  const kind = SERVICE_KINDS.find(({ prefix }) => id.startsWith(prefix));
  if (!kind) throw gone("service", id);
  return kind;
}

async function readServices(cloud: Cloud, ids: readonly string[], context: Context): Promise<ReadonlyMap<string, Service>> {
  const found = await Promise.all(
    SERVICE_KINDS.map(async (kind) => {
      const own = ids.filter((id) => id.startsWith(kind.prefix));
      return own.length === 0 ? [] : kind.read(cloud, own, context);
    }),
  );
  return new Map(found.flat().map((service) => [service.id, service]));
}

async function createService(cloud: Cloud, request: ServiceRequest, context: WriteContext): Promise<Accepted> {
  const { network, type } = request.template;
  if (!network) throw new ProviderFault("invalid", "the networkServiceTemplate lacks network");
  const kinds = SERVICE_KINDS.filter((kind) => kind.type === type);
  const kind = kinds.find(({ isMeant }) => isMeant?.(request) ?? true) ?? kinds[0];
  if (!kind)
    throw new InvalidValue(
      `EC2 has no service of it; accepted: ${[...new Set(SERVICE_KINDS.map((one) => one.type))].join(", ")}`,
      ["type"],
    );
  const id = nativeId(network);
  if (id === INTERNET) throw new ProviderFault("invalid", "EC2 keeps the external network itself; name another network");
  return kind.create(cloud, request, id, context);
}

async function updateService(
  cloud: Cloud,
  id: string,
  changes: Changes<"NetworkService">,
  context: WriteContext,
): Promise<Accepted> {
  const kind = kindOf(id);
  const { policies } = changes;
  if (policies !== undefined) {
    if (!kind.change)
      throw new ProviderFault("invalid", `EC2 keeps the policies of a service of the type ${kind.type}; make another one`);
    await kind.change(cloud, id, policies ?? {}, context);
  }
  const service = (await readServices(cloud, [id], context)).get(id);
  if (!service) throw gone("service", id);
  if (kind.relabel) return kind.relabel(cloud, service, changes, context);
  return retag(cloud.client, context, { id, tags: service.tags }, changes, cloud.settings);
}

/** What enters depends on what the service is. Throws ProviderFault `invalid` where EC2 has it otherwise. */
function membership(cloud: Cloud, attribute: "endpoints" | "segments"): Required<Membership> {
  const of = (id: string): Required<Membership> => {
    const kind = kindOf(id);
    const held = kind[attribute]?.(cloud);
    if (held) return held;
    const taking = SERVICE_KINDS.filter((one) => one[attribute] !== undefined).map(({ type }) => type);
    throw new ProviderFault(
      "invalid",
      `a service of the type ${kind.type} takes no ${attribute} at EC2; those that do: ${taking.join(", ")}`,
    );
  };
  return {
    insert: async (id, item, context) => of(id).insert(id, item, context),
    remove: async (id, item, context) => of(id).remove(id, item, context),
  };
}
