import type { Accepted, Context, CreateRequest, Membership, WriteContext } from "@cimi-gateway/adapter";
import type { readPolicies, StateOf, StringMap } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import type { Described } from "./tag-writing.js";
import type { Tags } from "./tags.js";

/** Table 44. */
export type ServiceType = Parameters<typeof readPolicies>[0];

/** What is common to all that EC2 does for networks, whatever it is natively. */
export interface Service {
  readonly type: ServiceType;
  readonly id: string;
  readonly tags: Tags;
  /** A native name, where no tag says another. */
  readonly title?: string | undefined;
  readonly state: StateOf<"NetworkService"> | undefined;
  /** The VPC. */
  readonly network: string | undefined;
  readonly policies: StringMap;
  /** The ids of the endpoints and segments that it serves. */
  readonly endpoints?: readonly string[];
  readonly segments?: readonly string[];
  /** By which clients find it. */
  readonly dnsName?: string | undefined;
  /** EC2 made it with the network, and it goes with it. */
  readonly isFixed?: boolean;
}

export type ServiceRequest = CreateRequest<"NetworkService">;

/** One kind of native object that is a NetworkService. What is absent, EC2 cannot do. */
export interface ServiceKind {
  readonly type: ServiceType;
  /** Of the native ids. */
  readonly prefix: string;
  list(cloud: Cloud, context: Context): AsyncIterable<readonly Service[]>;
  read(cloud: Cloud, ids: readonly string[], context: Context): Promise<readonly Service[]>;
  /** Whether it is what a request means, where several kinds are of one type. */
  isMeant?(request: ServiceRequest): boolean;
  /** In the network given. */
  create(cloud: Cloud, request: ServiceRequest, network: string, context: WriteContext): Promise<Accepted>;
  /** Replaces the policies. */
  change?(cloud: Cloud, id: string, policies: StringMap, context: WriteContext): Promise<void>;
  /** Changes name, description and properties, where they are not tags of EC2. */
  relabel?(cloud: Cloud, service: Service, changes: Described, context: WriteContext): Promise<Accepted>;
  delete(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted>;
  endpoints?(cloud: Cloud): Required<Membership>;
  segments?(cloud: Cloud): Required<Membership>;
}
