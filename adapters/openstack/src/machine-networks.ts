import { type CreateRequest, nativeId, type WriteContext } from "@cimi-gateway/adapter";
import type { Resource } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { keepInterface } from "./interface-attachment.js";

type Networks = "auto" | readonly ({ readonly uuid: string } | { readonly port: string })[];

/**
 * By what a new server is connected (Compute API, "Create server", networks): the interfaces of its template, in order; without any, the
 * networks of the settings, else what Nova chooses.
 */
export function networksOf({ settings: { networks } }: Cloud, { interfaces = [] }: Resource<"MachineTemplate">): Networks {
  if (interfaces.length > 0) return interfaces.map((held) => ({ port: nativeId(held) }));
  return networks.length === 0 ? "auto" : networks.map((uuid) => ({ uuid }));
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
