import { type InvalidValue, inside } from "../fault.js";
import type { StringMap } from "../types/map.js";
import { mapEntryReferences, readEntries, withoutSecrets, writeEntries } from "../vocabulary/entries.js";
import { beyondLimits } from "../vocabulary/limits.js";
import type { ReplaceReference } from "../vocabulary/notation.js";
import type { Entries, EntryLimits, Vocabulary } from "../vocabulary/vocabulary.js";
import { dhcp } from "./dhcp.js";
import { dns } from "./dns.js";
import { firewall } from "./firewall.js";
import { gateway } from "./gateway.js";
import { ipRouting } from "./ip-routing.js";
import { loadBalancer } from "./load-balancer.js";
import { nat } from "./nat.js";
import { other, virtualNetworkDevice } from "./open.js";
import { portForwarding } from "./port-forwarding.js";
import { qos } from "./qos.js";
import { vpn } from "./vpn.js";

/**
 * 5.16.17, Table 44: the policies of each type of NetworkService. The standard says that they are a map and not what is in it;
 * here are the keys, the same on every cloud.
 */
export const POLICIES = {
  "Load Balancer": loadBalancer,
  QoS: qos,
  Firewall: firewall,
  VPN: vpn,
  DHCP: dhcp,
  DNS: dns,
  NAT: nat,
  Gateway: gateway,
  "Layer4 Port Forwarding": portForwarding,
  "IP Routing": ipRouting,
  "Virtual Network Device": virtualNetworkDevice,
  Other: other,
} as const satisfies Readonly<Record<string, Vocabulary>>;

/** Table 44: the types of NetworkService. */
export type ServiceType = keyof typeof POLICIES;
export const SERVICE_TYPES = Object.keys(POLICIES) as readonly ServiceType[];

type KeysOf<T extends ServiceType> = (typeof POLICIES)[T]["keys"];

/** The policies of a service as values. */
export type Policies<T extends ServiceType> = Entries<KeysOf<T>>;
/** What a cloud takes of them: keys, parts and kinds that are left out are refused. */
export type PolicyLimits<T extends ServiceType> = EntryLimits<KeysOf<T>>;

/** The same, where the type is known to the caller only. */
const vocabularies: { readonly [T in ServiceType]: Vocabulary<KeysOf<T>> } = POLICIES;

/** The description of the policies of a type, for documents. */
export const policiesOf = <T extends ServiceType>(type: T): Vocabulary<KeysOf<T>> => vocabularies[type];

/** Reads a map of policies; refuses with an InvalidValue whose path is that of the key (`policies.rule.web`). */
export const readPolicies = <T extends ServiceType>(type: T, map: StringMap): Policies<T> =>
  inside("policies", () => readEntries(policiesOf(type), map));

/** The map of policies in canonical form: the same policies give the same map. */
export const writePolicies = <T extends ServiceType>(type: T, policies: Policies<T>): StringMap =>
  inside("policies", () => writeEntries(policiesOf(type), policies));

/** What a cloud leaves out of policies, a fault for each; empty where it takes all of them. To be asked before anything is sent. */
export const unsupportedBy = <T extends ServiceType>(
  type: T,
  policies: Policies<T>,
  limits: PolicyLimits<T>,
): readonly InvalidValue[] => beyondLimits(policiesOf(type), policies, limits).map((fault) => fault.within("policies"));

/** The policies with every reference in them replaced, each by what its href and the type referred to say. */
export const mapPolicyReferences = <T extends ServiceType>(
  type: T,
  policies: Policies<T>,
  replace: ReplaceReference,
): Policies<T> => mapEntryReferences(policiesOf(type), policies, replace);

/** Whether a key holds a secret in any type of service; what is kept or shown is looked at by its key alone. */
export const isSecretPolicy = (key: string): boolean =>
  SERVICE_TYPES.some((type) => !(key in shownPolicies(type, { [key]: "" })));

/** The map as it may be shown and logged: without secrets. */
export const shownPolicies = (type: ServiceType, map: StringMap): StringMap => withoutSecrets(policiesOf(type), map);
