import { pathOf } from "@cimi-gateway/adapter";
import { mapPolicyReferences, type ResourceName, readPolicies, writePolicies } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import type { NetworkService } from "./network-things.js";

type Policies = NetworkService["policies"];

/** What is deleted is named by no policy any more (5.10.1); what a policy says of nothing else goes with it, so that nothing is opened. */
export function forgetPeer(cloud: Cloud, type: ResourceName, id: string): void {
  const path = pathOf(type, id);
  for (const service of cloud.every("networkService")) {
    if (Object.values(service.policies).some((text) => text.includes(path)))
      cloud.put(service, { policies: without(service, path) });
  }
}

function without({ type, policies }: NetworkService, path: string): Policies {
  const left = mapPolicyReferences(type, readPolicies(type, policies), (held) => (held.href === path ? undefined : held));
  return writePolicies(type, left);
}
