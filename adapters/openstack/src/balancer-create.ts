import { type Accepted, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { looseInput, type Placed, placed, subnetFor } from "./balancer-addresses.js";
import { dropBalancer, type Made } from "./balancer-calls.js";
import { checkTwins } from "./balancer-checks.js";
import { refuseFailures } from "./balancer-failures.js";
import type { Hearing } from "./balancer-hearing.js";
import { listen } from "./balancer-listeners.js";
import { wantedHearings } from "./balancer-policies.js";
import { BALANCER_SUFFIX } from "./balancer-shown.js";
import { BALANCERS, type NativeBalancer, nativePages } from "./balancers.js";
import type { Cloud } from "./cloud.js";
import { RESERVED } from "./metadata.js";
import { type Described, fresh, freshOverlay } from "./metadata-writing.js";
import { tagOf } from "./network-objects.js";
import { fitting } from "./network-writes.js";
import { firstOf } from "./reading.js";
import type { ServiceRequest } from "./service.js";
import { type Sent, sent } from "./writes.js";

/**
 * POST of the load balancer with the marker among its tags, by which an interrupted one is found; then its listeners, one after the other. One call
 * could carry all of it, but Octavia 11.0.0 forgets the listeners that it has from there (octavia/controller/worker/v2/controller_worker.py,
 * run_flow): they would stay in PENDING_CREATE for ever.
 */
export async function createBalancer(
  cloud: Cloud,
  request: ServiceRequest,
  network: string,
  context: WriteContext,
): Promise<Accepted> {
  const wanted = wantedHearings(request.template.policies);
  const joining = (request.joining ?? []).filter(({ attribute }) => attribute === "endpoints").map(({ item }) => item);
  if (joining.length > 0 && !wanted.some(({ poolName }) => poolName === undefined))
    throw new ProviderFault("invalid", "endpoints need a listener without a pool, such as listener.web: tcp 443");
  const located = await placed(cloud, wanted, context);
  const hearings = located.map((one) => withEndpoints(one, joining));
  for (const { members } of hearings) checkTwins(members);
  const subnet = await context.step("segment", { send: () => subnetFor(cloud, network, request, located, context) });
  const { held, overlay } = fitting(request, BALANCERS);
  const made = await make(cloud, held, subnet, context);
  if (hearings.length > 0) await context.reach("NetworkService", `${made.id}${BALANCER_SUFFIX}`, ["STARTED", "STOPPED"]);
  for (const hearing of hearings) await listen(cloud, made.id, hearing, "", context);
  if (hearings.length > 0) await refuseFailures(cloud, made.id, "look", context);
  const left = { ...freshOverlay(cloud.settings, held).overlay, ...overlay };
  return { ...made, ...(Object.keys(left).length > 0 && { overlay: left }) };
}

const make = (cloud: Cloud, wanted: Described, subnet: string, context: WriteContext): Promise<Sent> =>
  context.step("create", {
    send: async ({ marker }) => {
      const { metadata, ...texts } = fresh(cloud.settings, marker, wanted);
      const tags = Object.entries(metadata).map(([key, value]) => tagOf(key, value));
      const body = { loadbalancer: { ...texts, tags, vip_subnet_id: subnet } };
      const call = { service: "loadBalancer", method: "POST", path: "/lbaas/loadbalancers", body } as const;
      const answer = await cloud.client.write<{ loadbalancer?: Made }>(context, call);
      return sent(answer.body?.loadbalancer?.id, answer);
    },
    // Where a cloud filters nothing (octavia, api_settings.allow_filtering) it answers with all.
    find: async ({ marker }) => {
      const tag = tagOf(RESERVED.marker, marker);
      const pages = nativePages<NativeBalancer>(cloud, BALANCERS.collection, context, { tags: tag });
      const found = await firstOf(pages, ({ tags = [] }) => tags.includes(tag));
      return found && { id: found.id };
    },
    undo: async ({ id }) => {
      await dropBalancer(cloud, id, context);
    },
  });

/** The endpoints of the service are members of every pool without a name. */
const withEndpoints = ({ poolName, port, ...hearing }: Placed, joining: readonly string[]): Hearing => ({
  ...hearing,
  members: [...hearing.members, ...(poolName === undefined ? joining.map((item) => looseInput(item, port)) : [])],
});
