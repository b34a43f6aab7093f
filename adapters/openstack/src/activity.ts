import { type Activity, type Context, gather, type Outcome, ProviderFault } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { garbled } from "./errors.js";
import { path } from "./paths.js";
import type { Server } from "./server.js";
import { changedServers } from "./servers.js";
import { instant } from "./times.js";

/** Compute API, "Servers actions", "List Actions For Server". */
interface LoggedAction {
  readonly action: string;
  readonly request_id: string;
  readonly start_time: string;
  /** Error: it failed. */
  readonly message?: string | null;
}

/** Milliseconds: Nova's databases keep whole seconds of most dates, and a fraction in the question would leave out what is in the same one. */
const SECOND = 1000;

/** Servers that are asked at a time. */
const TOGETHER = 10;

/**
 * What Nova logged of servers since a moment, oldest first. A call for those that changed, the deleted ones among them, and one for each of
 * these. An attachment alone does not change a server for Nova: it is told with what else changed that server meanwhile, or not at all. Nova
 * forgets the metadata of those that are gone: where the cloud is confined to a scope, nobody can say whether they were inside, and their last
 * actions are left out.
 */
export async function* activity(cloud: Cloud, since: Date, context: Context): AsyncGenerator<Activity> {
  const second = new Date(Math.floor(since.getTime() / SECOND) * SECOND);
  const servers = await gather(changedServers(cloud, second, context));
  const logged: Activity[] = [];
  for (let start = 0; start < servers.length; start += TOGETHER) {
    const some = servers.slice(start, start + TOGETHER);
    logged.push(...(await Promise.all(some.map((server) => activitiesOf(cloud, server, second, context)))).flat());
  }
  yield* logged.sort((one, other) => one.begun.getTime() - other.begun.getTime());
}

/** Nova lists the last one first, also where two have one second. */
async function activitiesOf(cloud: Cloud, server: Server, since: Date, context: Context): Promise<readonly Activity[]> {
  const actions = await actionsOf(cloud, server.id, since, context);
  const told = actions.map((action, index) => activityOf(action, server, index === 0 && isBusy(server)));
  return told.reverse();
}

function activityOf(logged: LoggedAction, { id }: Server, isGoingOn: boolean): Activity {
  const { request_id: requestId, start_time, action } = logged;
  const begun = instant(start_time);
  if (begun === undefined) throw garbled("the time of an action");
  return {
    id: `${id}/${requestId}`,
    type: "Machine",
    resource: id,
    begun: new Date(begun),
    action,
    outcome: outcomeOf(logged, isGoingOn),
    requestId,
  };
}

/** The list of actions tells failures alone; a server that has a task has not ended its last one. */
function outcomeOf({ message }: LoggedAction, isGoingOn: boolean): Outcome {
  if (message) return "Failure";
  return isGoingOn ? "Pending" : "Success";
}

const isBusy = ({ task, status }: Server): boolean => task !== undefined || status === "BUILD";

/** Of a server that was purged meanwhile there are none. */
async function actionsOf({ client }: Cloud, server: string, since: Date, context: Context): Promise<readonly LoggedAction[]> {
  const call = {
    service: "compute",
    path: path`/servers/${server}/os-instance-actions`,
    query: { "changes-since": since.toISOString() },
  } as const;
  try {
    return await gather(client.pages<LoggedAction>(context, call, "instanceActions"));
  } catch (error) {
    if (error instanceof ProviderFault && error.kind === "notFound") return [];
    throw error;
  }
}
