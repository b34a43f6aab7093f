import { type Context, gather } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { path } from "./paths.js";
import { actionCall } from "./power.js";
import { presentServer } from "./servers.js";
import { until } from "./until.js";
import { type Sent, sent } from "./writes.js";

/** Milliseconds between two looks, and how many there are: a host takes its time. */
const PAUSE = 1000;
const LOOKS = 300;

/**
 * Waits until a server that is being deleted is gone. A cloud may put it aside, for somebody to restore it (`reclaim_instance_interval` of
 * Nova); it keeps its volumes and addresses then, until it is deleted by force.
 * @throws ProviderFault unavailable
 */
export async function untilGone(
  cloud: Cloud,
  id: string,
  context: Context,
  force: () => Promise<unknown>,
  looks = LOOKS,
): Promise<void> {
  const waiting = { pause: PAUSE, looks, otherwise: () => `OpenStack did not delete the server ${id} in time` };
  const end = await until(async () => ENDS[await statusOf(cloud, id, context)], waiting, context);
  if (end === "gone") return;
  await force();
  await until(async () => (await statusOf(cloud, id, context)) === "DELETED" || undefined, waiting, context);
}

/** How a delete ends. As long as a server is only being put aside Nova passes over a force (nova/compute/api.py, `_delete`). */
const ENDS: Readonly<Record<string, "gone" | "aside">> = { DELETED: "gone", SOFT_DELETED: "aside" };

const statusOf = async (cloud: Cloud, id: string, context: Context): Promise<string> =>
  (await presentServer(cloud, id, context))?.status ?? "DELETED";

/** Compute API, action forceDelete, which Nova by default lets do whoever may delete. One that is gone already is no error. */
export const forceDelete = ({ client }: Cloud, id: string, context: Context): Promise<Sent> =>
  client.write(context, actionCall(id, { forceDelete: null })).then(
    (answer) => sent(id, answer),
    (error) => unlessGone(error, { id }),
  );

/** Block Storage API v3, "Attachments", since 3.27. */
interface Attachment {
  readonly id: string;
  readonly instance?: string | null;
  /** `reserved` from when a server is asked for until its host connects the volume. */
  readonly status?: string;
  readonly volume_id?: string;
}

const isReserved = ({ status }: Attachment): boolean => status === "reserved";

/**
 * Waits until no volume is attached to a server that is gone, one call a look. Nova leaves reservations behind where it deletes a server that
 * never had a host (nova/compute/api.py, `_delete`): they are dropped, since the volumes would be of no use.
 * @throws ProviderFault unavailable
 */
export async function untilReleased(
  cloud: Cloud,
  server: string,
  context: Context,
  drop: (attachment: string) => Promise<unknown>,
  looks = LOOKS,
): Promise<void> {
  let left: readonly Attachment[] = [];
  const look = async () => {
    left = await attachmentsOf(cloud, server, context);
    for (const { id } of left.filter(isReserved)) await drop(id);
    return left.every(isReserved) || undefined;
  };
  const volumes = () => left.map(({ volume_id }) => volume_id).join(", ") || "its volumes";
  const otherwise = () => `the server ${server} is gone, but OpenStack did not detach ${volumes()} in time`;
  await until(look, { pause: PAUSE, looks, otherwise }, context);
}

async function attachmentsOf({ client }: Cloud, server: string, context: Context): Promise<readonly Attachment[]> {
  const call = { service: "volume", path: "/attachments", query: { instance_id: server } } as const;
  return (await gather(client.pages<Attachment>(context, call, "attachments"))).filter(({ instance }) => instance === server);
}

/** One that is gone already is no error. */
export const dropAttachment = ({ client }: Cloud, id: string, context: Context): Promise<Sent> =>
  client.write(context, { service: "volume", method: "DELETE", path: path`/attachments/${id}` }).then(
    (answer) => sent(id, answer),
    (error) => unlessGone(error, { id }),
  );
