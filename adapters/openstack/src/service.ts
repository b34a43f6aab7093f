import type { Accepted, Context, CreateRequest, Membership, WriteContext } from "@cimi-gateway/adapter";
import type { readPolicies, StateOf, StringMap } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import type { Described } from "./metadata-writing.js";
import type { NetworkObject, ObjectKind } from "./network-objects.js";
import type { ServiceName } from "./services.js";

/** Of a router or a security group, which belong to no network in OpenStack: the one for which it was made. */
export const NETWORK_TAG = "cimi-network";

/**
 * Of the ids of routers, whatever type of service they are: one that is being made is known by its marker before its tags tell the type, and
 * an id is decided once (5.7.1).
 */
export const ROUTER_SUFFIX = ".routing";

/** Table 44. */
export type ServiceType = Parameters<typeof readPolicies>[0];

/** What is common to all that OpenStack does for networks, whatever it is natively. */
export interface Service {
  readonly type: ServiceType;
  /** That of the native object with the suffix of its kind. */
  readonly id: string;
  /** What bears its name, its description and its tags; undefined: nothing does. */
  readonly object: NetworkObject | undefined;
  readonly native: string;
  /** Its CIMI id, where what bears it is another resource's. */
  readonly marker?: string | undefined;
  readonly state: StateOf<"NetworkService"> | undefined;
  readonly network: string | undefined;
  readonly policies: StringMap;
  /** The ids of the endpoints and segments that it serves. */
  readonly endpoints?: readonly string[];
  readonly segments?: readonly string[];
  /** The cloud made it, and it cannot be deleted. */
  readonly isFixed?: boolean;
  /** By which clients find a load balancer. */
  readonly address?: string | undefined;
}

export type ServiceRequest = CreateRequest<"NetworkService">;

/** What services of a type are made as. */
export interface ServiceMaker {
  readonly type: ServiceType;
  /** Of its ids: routers and security groups have ids of one form. */
  readonly suffix: string;
  /** What does it, where that is not Neutron: a service that not every cloud has. */
  readonly service?: ServiceName;
  /** In the network given. The id is the native one, without the suffix. */
  create(cloud: Cloud, request: ServiceRequest, network: string, context: WriteContext): Promise<Accepted>;
}

/** One kind of native object that is a NetworkService. Native ids are without the suffix. What is absent, OpenStack cannot do. */
export interface ServiceKind extends ServiceMaker {
  /** What bears name, description and tags in Neutron. Absent, like `redescribe`: the gateway keeps them. */
  readonly objects?: ObjectKind;
  list(cloud: Cloud, context: Context): AsyncIterable<readonly Service[]>;
  read(cloud: Cloud, natives: readonly string[], context: Context): Promise<readonly Service[]>;
  /** Replaces the policies. */
  change(cloud: Cloud, native: string, policies: StringMap, context: WriteContext): Promise<void>;
  /** Changes name, description and tags of what bears them elsewhere than in Neutron. */
  redescribe?(cloud: Cloud, native: NetworkObject, changes: Described, context: WriteContext): Promise<Accepted>;
  delete(cloud: Cloud, native: string, context: WriteContext): Promise<Accepted>;
  endpoints?(cloud: Cloud): Required<Membership>;
  segments?(cloud: Cloud): Required<Membership>;
}
