import { type Accepted, type Action, ProviderFault, type ResourceAdapter, type WriteContext } from "@cimi-gateway/adapter";
import { capture } from "./capture.js";
import type { Cloud } from "./cloud.js";
import { type Ec2Machine, oneInstance } from "./instances.js";
import { restore } from "./restore.js";
import { isHibernated } from "./states.js";
import { act } from "./writes.js";

type Operations = NonNullable<ResourceAdapter<"Machine", Ec2Machine>["operations"]>;

const isStopped = ({ instance }: Ec2Machine): boolean => instance.State?.Name === "stopped";

/** What is hibernated has its memory on its root: it can only be started (EC2 user guide, "Hibernation limitations"). */
const isAwake = ({ instance }: Ec2Machine): boolean => !isHibernated(instance);

/** 5.14.1.2. EC2 has no pause; suspend is there where the settings make machines with hibernation. */
export const machineOperations = (cloud: Cloud): Operations => ({
  start: { run: (id, _input, context) => start(cloud, id, context) },
  stop: { run: (id, { force }, context) => stop(cloud, id, force === true, context), available: isAwake },
  restart: { run: (id, { force }, context) => restart(cloud, id, force === true, context) },
  ...(cloud.settings.hibernation && {
    suspend: {
      run: (id: string, _input: object, context: WriteContext) => suspend(cloud, id, context),
      available: ({ instance }: Ec2Machine) => instance.HibernationOptions?.Configured === true,
    },
  }),
  capture: { run: (id, { creates }, context) => capture(cloud, id, "IMAGE", made(creates), context), available: isAwake },
  snapshot: {
    run: (id, { creates }, context) => capture(cloud, id, "SNAPSHOT", made(creates), context),
    // 5.14.7: a SNAPSHOT of a machine that runs holds its memory, which an AMI cannot.
    available: (native) => isStopped(native) && isAwake(native),
  },
  restore: { run: (id, { image }, context) => restore(cloud, id, image, context), available: isAwake } satisfies Action<
    "Machine",
    "restore",
    Ec2Machine
  >,
});

function made<T>(creates: T | undefined): T {
  if (creates === undefined) throw new ProviderFault("invalid", "the request lacks the image to make");
  return creates;
}

const start = ({ client }: Cloud, id: string, context: WriteContext): Promise<Accepted> =>
  act(client, context, "start", id, (ec2, sending) => ec2.startInstances({ InstanceIds: [id] }, sending));

/** `Force` skips the guest's shutdown. */
const stop = ({ client }: Cloud, id: string, isForced: boolean, context: WriteContext): Promise<Accepted> =>
  act(client, context, "stop", id, (ec2, sending) =>
    ec2.stopInstances({ InstanceIds: [id], ...(isForced && { Force: true }) }, sending),
  );

const suspend = ({ client }: Cloud, id: string, context: WriteContext): Promise<Accepted> =>
  act(client, context, "suspend", id, (ec2, sending) => ec2.stopInstances({ InstanceIds: [id], Hibernate: true }, sending));

const reboot = ({ client }: Cloud, id: string, context: WriteContext): Promise<Accepted> =>
  act(client, context, "reboot", id, (ec2, sending) => ec2.rebootInstances({ InstanceIds: [id] }, sending));

/**
 * 5.14.1.2: of a stopped machine a start, which RebootInstances refuses. With `force` a stop without the guest's shutdown and a start,
 * as RebootInstances always asks the guest first. What the machine was is kept, since a later run would find it changed.
 */
async function restart(cloud: Cloud, id: string, isForced: boolean, context: WriteContext): Promise<Accepted> {
  const was = await context.step("state", { send: async () => (await oneInstance(cloud, id, context)).State?.Name ?? "" });
  if (was === "running" && !isForced) return reboot(cloud, id, context);
  if (was === "running") {
    await stop(cloud, id, true, context);
    await context.reach("Machine", id, ["STOPPED"]);
  }
  return start(cloud, id, context);
}
