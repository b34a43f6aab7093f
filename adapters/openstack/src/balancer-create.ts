import { type Accepted, type Context, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { looseInput, type Placed, placed, subnetFor } from "./balancer-addresses.js";
import { dropBalancer, type Made } from "./balancer-calls.js";
import { wantedHearings } from "./balancer-policies.js";
import { BALANCERS, type NativeBalancer, nativePages } from "./balancers.js";
import type { Cloud } from "./cloud.js";
import { RESERVED } from "./metadata.js";
import { fresh, freshOverlay } from "./metadata-writing.js";
import { tagOf } from "./network-objects.js";
import { fitting } from "./network-writes.js";
import { firstOf } from "./reading.js";
import type { ServiceRequest } from "./service.js";
import { type Sent, sent } from "./writes.js";

/**
 * POST of a fully populated load balancer (Load Balancer API v2.0, "Create a Load Balancer"): listeners, pools, members and health monitors in one
 * call, with the marker among its tags, by which an interrupted one is found.
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
  const hearings = await placed(cloud, wanted, context);
  const subnet = await context.step("segment", { send: () => subnetFor(cloud, network, request, hearings, context) });
  const { held, overlay } = fitting(request, BALANCERS);
  const made = await context.step("create", {
    send: ({ marker }) => {
      const { metadata, ...texts } = fresh(cloud.settings, marker, held);
      const tags = Object.entries(metadata).map(([key, value]) => tagOf(key, value));
      return send(
        cloud,
        { ...texts, tags, vip_subnet_id: subnet, listeners: hearings.map((one) => grown(one, joining)) },
        context,
      );
    },
    find: async ({ marker }) => {
      const query = { tags: tagOf(RESERVED.marker, marker) };
      const found = await firstOf(nativePages<NativeBalancer>(cloud, BALANCERS.collection, context, query), () => true);
      return found && { id: found.id };
    },
    undo: async ({ id }) => {
      await dropBalancer(cloud, id, context);
    },
  });
  const left = { ...freshOverlay(cloud.settings, held).overlay, ...overlay };
  return { ...made, ...(Object.keys(left).length > 0 && { overlay: left }) };
}

/** With the endpoints of the service among its members. */
function grown({ name, poolName, port, listener, pool, members, monitor }: Placed, joining: readonly string[]): object {
  const loose = poolName === undefined ? joining.map((item) => looseInput(item, port)) : [];
  const { session_persistence, ...rest } = pool;
  return {
    name,
    ...listener,
    default_pool: {
      name,
      ...rest,
      ...(session_persistence && { session_persistence }),
      members: [...members, ...loose],
      ...(monitor && { healthmonitor: monitor }),
    },
  };
}

async function send({ client }: Cloud, loadbalancer: object, context: Context): Promise<Sent> {
  const call = { service: "loadBalancer", method: "POST", path: "/lbaas/loadbalancers", body: { loadbalancer } } as const;
  const answer = await client.write<{ loadbalancer?: Made }>(context, call);
  return sent(answer.body?.loadbalancer?.id, answer);
}
