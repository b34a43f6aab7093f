import type { Accepted, WriteContext } from "@cimi-gateway/adapter";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { RESERVED, tagIn } from "./tags.js";
import { vpnConnections } from "./vpn-connections.js";
import { attachedVpc, deleteConnection, deleteGateway, deletePeer, detachGateway, until, vpnGateways } from "./vpn-gateways.js";

/** The connection, then what was made for it, as EC2 lets go of it. The gateway that the network had before stays. */
export async function deleteVpn(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  const ends = await context.step("ends", {
    send: async () => {
      const [found] = await vpnConnections(cloud, context, [filter("vpn-connection-id", [id])]);
      if (!found) throw gone("service", id);
      const isOurs = tagIn(found.Tags, RESERVED.marker) !== undefined;
      return { peer: isOurs ? (found.CustomerGatewayId ?? "") : "", gateway: tagIn(found.Tags, RESERVED.gateway) ?? "" };
    },
  });
  await done(context, "delete", () => deleteConnection(cloud, id, context));
  const filters = [filter("vpn-connection-id", [id])];
  if (ends.peer !== "" || ends.gateway !== "")
    await until(`delete ${id}`, async () => (await vpnConnections(cloud, context, filters)).length === 0, context);
  if (ends.peer !== "") await done(context, "peer", () => deletePeer(cloud, ends.peer, context));
  if (ends.gateway !== "") await deleteOwn(cloud, ends.gateway, context);
  return { id };
}

async function deleteOwn(cloud: Cloud, gateway: string, context: WriteContext): Promise<void> {
  const network = async (): Promise<string> => {
    const [found] = await vpnGateways(cloud, context, [filter("vpn-gateway-id", [gateway])]);
    return (found && attachedVpc(found)) ?? "";
  };
  const vpc = await context.step("network", { send: network });
  if (vpc !== "") await done(context, "detach", () => detachGateway(cloud, gateway, vpc, context));
  await until(`detach ${gateway}`, async () => (await network()) === "", context);
  await done(context, "gateway", () => deleteGateway(cloud, gateway, context));
}

const done = (context: WriteContext, step: string, send: () => Promise<void>): Promise<undefined> =>
  context.step(step, { send: () => send().then(() => undefined) });
