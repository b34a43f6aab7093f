import { type Context, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { failed, failureOf } from "./instance-actions.js";
import { actionCall, power } from "./power.js";
import { oneServer } from "./servers.js";
import { type Sent, sent } from "./writes.js";

/** Resizes and confirms: Nova keeps the server as it was until then. The Job ends when it has the new size. */
export async function resize(cloud: Cloud, id: string, flavor: string, context: WriteContext): Promise<void> {
  const outcome = {
    statuses: ["RESIZE", "VERIFY_RESIZE"],
    tasks: ["resize_prep", "resize_migrating", "resize_migrated", "resize_finish"],
  } as const;
  const { requestId } = await power(cloud, id, "resize", { resize: { flavorRef: flavor } }, outcome, context);
  await context.reach("Machine", id, ["STARTED", "STOPPED"]);
  await context.step("confirm", {
    send: () => confirm(cloud, id, requestId, context),
    // A cloud may confirm by itself after a while; so may an earlier run have done.
    find: async () => ((await oneServer(cloud, id, context)).status === "VERIFY_RESIZE" ? undefined : { id }),
  });
  await context.step("confirmed", { send: () => untilConfirmed(cloud, id, context) });
}

/** Milliseconds between two looks, and how many there are. */
const PAUSE = 1000;
const LOOKS = 120;

/** A server that is being confirmed has the same status as before, and takes nothing else until it is done. */
async function untilConfirmed(cloud: Cloud, id: string, context: Context): Promise<Sent> {
  for (let count = 1; count <= LOOKS; count++) {
    if ((await oneServer(cloud, id, context)).status !== "VERIFY_RESIZE") return { id };
    await context.clock.sleep(PAUSE, context.signal);
  }
  throw new ProviderFault("unavailable", `OpenStack has not confirmed the new size of the server ${id} yet`);
}

/** @throws ProviderFault unavailable where the server was not resized after all */
async function confirm(cloud: Cloud, id: string, request: string | undefined, context: Context): Promise<Sent> {
  const { status } = await oneServer(cloud, id, context);
  if (status !== "VERIFY_RESIZE") {
    const reason = request === undefined ? undefined : await failureOf(cloud, id, request, context);
    throw failed(id, reason ?? "it kept its size, and no reason is told", request);
  }
  return sent(id, await cloud.client.write(context, actionCall(id, { confirmResize: null })));
}
