import { type Accepted, type Context, type Membership, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { putTags, tagsWith } from "./network-writes.js";
import { path } from "./paths.js";
import { isServed, MADE_FOR, machineOf, onePort, PORTS, readPorts } from "./ports.js";
import { until } from "./until.js";
import { type Sent, sent } from "./writes.js";

const attachments = (machine: string) => ({ service: "compute", path: path`/servers/${machine}/os-interface` }) as const;

/** POST …/os-interface as a step. It has no token, so that an interrupted one is looked for. */
export const attachInterface = (cloud: Cloud, machine: string, id: string, context: WriteContext): Promise<Sent> =>
  context.step(`attach ${id}`, {
    send: async () => {
      const body = { interfaceAttachment: { port_id: id } };
      return sent(id, await cloud.client.write(context, { ...attachments(machine), method: "POST", body }));
    },
    find: async () => (machineOf(await onePort(cloud, id, context)) === machine ? { id } : undefined),
    undo: async () => {
      await detach(cloud, machine, id, context);
    },
  });

/** DELETE …/os-interface; what this machine does not have any more needs none. */
async function detach(cloud: Cloud, machine: string, id: string, context: Context): Promise<Sent> {
  const port = (await readPorts(cloud, [id], context)).get(id);
  if (!port || machineOf(port) !== machine) return { id };
  const call = { service: "compute", method: "DELETE", path: path`/servers/${machine}/os-interface/${id}` } as const;
  return cloud.client.write(context, call).then(
    (answer) => sent(id, answer),
    (error) => unlessGone(error, { id }),
  );
}

/** What was made for a machine goes with it. */
export const keepInterface = (cloud: Cloud, machine: string, id: string, context: WriteContext): Promise<Sent> =>
  context.step(`keep ${id}`, {
    send: async () => {
      const tags = tagsWith(await onePort(cloud, id, context), { [MADE_FOR]: machine });
      return putTags(cloud, context, PORTS, id, tags);
    },
  });

/** The interfaces of a machine come and go while it runs. */
export const interfaceMembership = (cloud: Cloud): Required<Membership> => ({
  async insert(id, item, context): Promise<Accepted> {
    await context.step(`holder ${item}`, { send: () => attachable(cloud, id, item, context) });
    return { ...(await attachInterface(cloud, id, item, context)), id };
  },
  async remove(id, item, context): Promise<Accepted> {
    const detached = await context.step(`detach ${item}`, { send: () => detach(cloud, id, item, context) });
    await left(cloud, id, item, context);
    return { ...detached, id };
  },
});

async function attachable(cloud: Cloud, machine: string, id: string, context: Context): Promise<string> {
  const port = await onePort(cloud, id, context);
  const holder = machineOf(port);
  if (holder !== undefined && holder !== machine)
    throw new ProviderFault("conflict", `the interface ${id} connects the machine ${holder}; remove it there first`);
  if (isServed(port))
    throw new ProviderFault("conflict", `the interface ${id} belongs to a service of OpenStack, which alone connects it`);
  return id;
}

/** The compute service answers before a host has acted, and takes a port that it made itself away when it leaves. */
function left(cloud: Cloud, machine: string, id: string, context: Context): Promise<true> {
  const look = async () => {
    const port = (await readPorts(cloud, [id], context)).get(id);
    return !port || machineOf(port) !== machine || undefined;
  };
  const otherwise = () => `OpenStack did not disconnect the interface ${id} from the machine ${machine} in time`;
  return until(look, { pause: 1000, looks: 120, otherwise }, context);
}
