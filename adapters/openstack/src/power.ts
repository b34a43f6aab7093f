import type { Accepted, WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { withHandle } from "./instance-actions.js";
import { path } from "./paths.js";
import type { NovaStatus, NovaTask, Server } from "./server.js";
import { oneServer } from "./servers.js";
import { act } from "./writes.js";

/** POST /servers/{id}/action: one member names the action. */
export const actionCall = (id: string, action: object) =>
  ({ service: "compute", method: "POST", path: path`/servers/${id}/action`, body: action }) as const;

/** What an action leads to: the server's status when it is done, its task while it goes on. */
interface Outcome {
  readonly statuses: readonly NovaStatus[];
  readonly tasks: readonly NovaTask[];
}

/**
 * An action as a step. Nova refuses to do what is done already (409), so that an interrupted one is looked for: it has acted where the server is
 * on its way, or there.
 */
export const power = async (
  cloud: Cloud,
  id: string,
  step: string,
  action: object,
  outcome: Outcome,
  context: WriteContext,
): Promise<Accepted> =>
  withHandle(
    await act(cloud.client, context, step, id, actionCall(id, action), {
      find: async () => (hasCome(await oneServer(cloud, id, context), outcome) ? { id } : undefined),
    }),
  );

const hasCome = ({ status, task }: Server, { statuses, tasks }: Outcome): boolean =>
  task === undefined ? statuses.includes(status as NovaStatus) : tasks.includes(task as NovaTask);

export const stop = (cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> =>
  power(cloud, id, "stop", { "os-stop": null }, { statuses: ["SHUTOFF"], tasks: ["powering-off"] }, context);

export const pause = (cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> =>
  power(cloud, id, "pause", { pause: null }, { statuses: ["PAUSED"], tasks: ["pausing"] }, context);

export const suspend = (cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> =>
  power(cloud, id, "suspend", { suspend: null }, { statuses: ["SUSPENDED"], tasks: ["suspending"] }, context);

/** How a server that is not active becomes so (Compute API guide, "Server concepts"). */
const STARTS: Readonly<Partial<Record<NovaStatus, string>>> = {
  PAUSED: "unpause",
  SUSPENDED: "resume",
  SHELVED: "unshelve",
  SHELVED_OFFLOADED: "unshelve",
};

/** Which action it takes is kept, since a later run would find the server changed. */
export async function start(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  const action = await context.step("way", {
    send: async () => STARTS[(await oneServer(cloud, id, context)).status as NovaStatus] ?? "os-start",
  });
  const outcome: Outcome = { statuses: ["ACTIVE"], tasks: ["powering-on", "unpausing", "resuming", "unshelving", "spawning"] };
  return power(cloud, id, "start", { [action]: null }, outcome, context);
}

/** `force`: as if the power went off; else the guest is asked to shut down first. */
export const reboot = (cloud: Cloud, id: string, isForced: boolean, context: WriteContext): Promise<Accepted> =>
  power(
    cloud,
    id,
    "reboot",
    { reboot: { type: isForced ? "HARD" : "SOFT" } },
    {
      statuses: ["REBOOT", "HARD_REBOOT"],
      tasks: ["rebooting", "reboot_pending", "reboot_started", "rebooting_hard", "reboot_pending_hard", "reboot_started_hard"],
    },
    context,
  );
