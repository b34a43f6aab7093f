import { type Context, type CreateRequest, gather, nativeId, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Resource } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { keepInterface } from "./interface-attachment.js";
import { allPages } from "./network-objects.js";
import { putTags, tagsWith } from "./network-writes.js";
import { NETWORKS, type NeutronNetwork } from "./networks.js";
import { machineOf, type NeutronPort, PORTS, readPorts } from "./ports.js";
import { isConfined } from "./scope.js";

type Networks = "auto" | readonly ({ readonly uuid: string } | { readonly port: string })[];

/**
 * By what a new server is connected (Compute API, "Create server", networks): the interfaces of its template, in order; without any, the
 * networks of the settings, by name or id, else what Nova chooses.
 * @throws ProviderFault invalid for a name that no network has, or several have
 */
export async function networksOf(
  cloud: Cloud,
  { interfaces = [] }: Resource<"MachineTemplate">,
  context: Context,
): Promise<Networks> {
  const { networks } = cloud.settings;
  if (interfaces.length > 0) return interfaces.map((held) => ({ port: nativeId(held) }));
  if (networks.length === 0) return "auto";
  const known = await gather(allPages<NeutronNetwork>(cloud, NETWORKS, context));
  return networks.map((wanted) => ({ uuid: idOf(wanted, known) }));
}

function idOf(wanted: string, known: readonly NeutronNetwork[]): string {
  if (known.some(({ id }) => id === wanted)) return wanted;
  const [found, ...more] = known.filter(({ name }) => name === wanted);
  if (found && more.length === 0) return found.id;
  const problem = found ? `${more.length + 1} networks are called` : "there is no network";
  throw new ProviderFault(
    "invalid",
    `${problem} ${JSON.stringify(wanted)}, which the setting networks names; name an id of OpenStack there`,
  );
}

/** That nothing holds the interfaces, as a step: in a later run the new machine may. @throws ProviderFault conflict that names the holder */
export async function reserve(
  cloud: Cloud,
  { interfaces = [] }: Resource<"MachineTemplate">,
  context: WriteContext,
): Promise<void> {
  if (interfaces.length === 0) return;
  const ids = interfaces.map((held) => nativeId(held));
  await context.step("interfaces", { send: () => checkFree(cloud, ids, context) });
}

async function checkFree(cloud: Cloud, ids: readonly string[], context: Context): Promise<readonly string[]> {
  const ports = await readPorts(cloud, ids, context);
  for (const id of ids) {
    const port = ports.get(id);
    if (!port) throw gone("interface", id);
    const holder = machineOf(port);
    if (holder !== undefined)
      throw new ProviderFault("conflict", `the interface ${id} connects the machine ${holder}; remove it there first`);
  }
  return ids;
}

/** What was made for the machine goes with it; what was there before stays. */
export async function keepMade(
  cloud: Cloud,
  { made = [] }: Pick<CreateRequest<"Machine">, "made">,
  machine: string,
  context: WriteContext,
): Promise<void> {
  const interfaces = made.filter(({ href }) => href?.startsWith("interfaces/")).map((held) => nativeId(held));
  for (const id of interfaces) await keepInterface(cloud, machine, id, context);
}

/** The ports that Nova makes for a server get the tags of the scope once they are there; by no call can it be told to set them. */
export async function confinePorts(
  cloud: Cloud,
  { interfaces = [] }: Resource<"MachineTemplate">,
  machine: string,
  context: WriteContext,
): Promise<void> {
  const { scope } = cloud.settings;
  if (!isConfined(scope) || interfaces.length > 0) return;
  await context.reach("Machine", machine, ["STARTED"]);
  await context.step("scope", {
    send: async () => {
      const ports = await gather(allPages<NeutronPort>(cloud, PORTS, context, { device_id: machine }));
      for (const port of ports) await putTags(cloud, context, PORTS, port.id, tagsWith(port, scope));
      return ports.map(({ id }) => id);
    },
  });
}
