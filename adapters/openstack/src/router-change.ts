import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { type Body, put } from "./network-writes.js";
import { heldOutside } from "./router-users.js";
import { ROUTERS } from "./routers.js";
import type { Sent } from "./writes.js";

/** PUT of a router. A refusal says what to do first: what needs the way outside that changes is named, and where next hops are is said. */
export const setRouter = (cloud: Cloud, id: string, input: Body, context: Context): Promise<Sent> =>
  put(cloud, context, ROUTERS, id, input).catch(async (error) => {
    if (!(error instanceof ProviderFault)) throw error;
    if (error.kind === "conflict") throw await heldOutside(cloud, id, error, context);
    throw error.code === "InvalidRoutes" ? unreachedHop(error) : error;
  });

/** Neutron wants next hops in the subnets that the router is in, and not its own addresses there. */
function unreachedHop(refusal: ProviderFault): ProviderFault {
  const { code, requestId, message } = refusal;
  return new ProviderFault(
    "invalid",
    `${message}; accepted: next hops that are other addresses in segments of the service. Insert these segments first, then set the routes by PUT`,
    { code, requestId, cause: refusal },
  );
}
