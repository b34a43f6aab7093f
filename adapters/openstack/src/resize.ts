import type { Context, WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { readFlavors } from "./flavors.js";
import { failed, failureOf } from "./instance-actions.js";
import { actionCall, power } from "./power.js";
import { oneServer } from "./servers.js";
import { until } from "./until.js";
import { type Sent, sent } from "./writes.js";

/** Resizes and confirms: Nova keeps the server as it was until then. The Job ends when it has the new size. */
export async function resize(cloud: Cloud, id: string, flavor: string, context: WriteContext): Promise<void> {
  const outcome = {
    statuses: ["RESIZE", "VERIFY_RESIZE"],
    tasks: ["resize_prep", "resize_migrating", "resize_migrated", "resize_finish"],
  } as const;
  const { requestId } = await power(cloud, id, "resize", { resize: { flavorRef: flavor } }, outcome, context);
  await context.reach("Machine", id, ["STARTED", "STOPPED"]);
  const { failure } = await context.step<Confirmed>("confirm", {
    send: () => confirm(cloud, { id, flavor, requestId }, context),
    // An earlier run may have confirmed it.
    find: async () => ((await isConfirmed(cloud, id, flavor, context)) ? { id } : undefined),
  });
  if (failure !== undefined) throw failed(id, failure, requestId);
  await context.step("confirmed", { send: () => untilConfirmed(cloud, id, context) });
}

/** A server that is being confirmed has the same status as before, and takes nothing else until it is done. */
function untilConfirmed(cloud: Cloud, id: string, context: Context): Promise<Sent> {
  const look = async () => ((await oneServer(cloud, id, context)).status === "VERIFY_RESIZE" ? undefined : { id });
  const otherwise = () => `OpenStack has not confirmed the new size of the server ${id} yet`;
  return until(look, { pause: 1000, looks: 120, otherwise }, context);
}

/** A fault in a step would make it be looked for: that the server is not to be confirmed is what the step found out. */
type Confirmed = Sent & {
  /** Why the server was not resized after all. */
  readonly failure?: string;
};

interface Resize {
  readonly id: string;
  readonly flavor: string;
  readonly requestId: string | undefined;
}

async function confirm(cloud: Cloud, { id, flavor, requestId }: Resize, context: Context): Promise<Confirmed> {
  if ((await oneServer(cloud, id, context)).status === "VERIFY_RESIZE")
    return sent(id, await cloud.client.write(context, actionCall(id, { confirmResize: null })));
  const reason = requestId === undefined ? undefined : await failureOf(cloud, id, requestId, context);
  if (reason === undefined && (await isConfirmed(cloud, id, flavor, context))) return { id };
  return { id, failure: reason ?? "it kept its size, and no reason is told" };
}

/** A cloud may confirm by itself after a while: the server has the hardware of the flavor then. */
async function isConfirmed(cloud: Cloud, id: string, flavor: string, context: Context): Promise<boolean> {
  const server = await oneServer(cloud, id, context);
  if (server.status === "VERIFY_RESIZE") return false;
  const wanted = (await readFlavors(cloud, [flavor], context)).get(flavor);
  const { vcpus, ram, original_name } = server.flavor;
  return wanted !== undefined && wanted.name === original_name && wanted.vcpus === vcpus && wanted.ram === ram;
}
