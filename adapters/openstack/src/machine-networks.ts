import { type Context, type CreateRequest, nativeId, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Resource } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { keepInterface } from "./interface-attachment.js";
import { machineOf, readPorts } from "./ports.js";

type Networks = "auto" | readonly ({ readonly uuid: string } | { readonly port: string })[];

/**
 * By what a new server is connected (Compute API, "Create server", networks): the interfaces of its template, in order; without any, the
 * networks of the settings, else what Nova chooses.
 */
export function networksOf({ settings: { networks } }: Cloud, { interfaces = [] }: Resource<"MachineTemplate">): Networks {
  if (interfaces.length > 0) return interfaces.map((held) => ({ port: nativeId(held) }));
  return networks.length === 0 ? "auto" : networks.map((uuid) => ({ uuid }));
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
