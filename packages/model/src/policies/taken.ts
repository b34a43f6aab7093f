import { InvalidValue } from "../fault.js";
import type { StringMap } from "../types/map.js";
import { type Policies, type PolicyLimits, readPolicies, unsupportedBy } from "./policies.js";

type ServiceType = Parameters<typeof readPolicies>[0];

/** Reads policies that a cloud can keep. @throws InvalidValue, before anything is sent, for what it cannot */
export function takenPolicies<T extends ServiceType>(type: T, given: StringMap = {}, limits: PolicyLimits<T>): Policies<T> {
  const policies = readPolicies(type, given);
  const [fault] = unsupportedBy(type, policies, limits);
  if (fault) throw fault;
  return policies;
}

/** What is wrong with a policy, by its key: `policyFault("…", "rule", "web")`. */
export const policyFault = (problem: string, ...path: readonly string[]): InvalidValue =>
  new InvalidValue(problem, ["policies", path.join(".")]);

/**
 * Members and health checks of a load balancer belong to the pool of a listener; a pool has one check, as the cloud that is named has it.
 * @throws InvalidValue
 */
export function checkPools({ listener = {}, member = {}, health = {} }: Policies<"Load Balancer">, cloud: string): void {
  const pools = new Set(Object.values(listener).map(({ pool }) => pool));
  for (const [key, all] of Object.entries({ member, health }))
    for (const [name, { pool }] of Object.entries(all))
      if (!pools.has(pool))
        throw policyFault(
          pool === undefined ? "belongs to no listener: each names a pool" : `pool: no listener hands clients to ${pool}`,
          key,
          name,
        );
  const checked = new Set<string | undefined>();
  for (const [name, { pool }] of Object.entries(health)) {
    if (checked.has(pool)) throw policyFault(`is the second of its pool; ${cloud} takes one`, "health", name);
    checked.add(pool);
  }
}
