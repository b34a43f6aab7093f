import { type Context, gather, ProviderFault } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";

interface Network {
  readonly id: string;
  readonly name?: string;
}

type Networks = "auto" | readonly { readonly uuid: string }[];

/**
 * Which networks a new server is in (Compute API, "Create server", networks): those of the settings, by name or id, else what Nova chooses.
 * @throws ProviderFault invalid for a name that no network has, or several have
 */
export async function networksOf({ client, settings: { networks } }: Cloud, context: Context): Promise<Networks> {
  if (networks.length === 0) return "auto";
  const known = await gather(client.pages<Network>(context, { service: "network", path: "/networks" }, "networks"));
  return networks.map((wanted) => ({ uuid: idOf(wanted, known) }));
}

function idOf(wanted: string, known: readonly Network[]): string {
  if (known.some(({ id }) => id === wanted)) return wanted;
  const [found, ...more] = known.filter(({ name }) => name === wanted);
  if (found && more.length === 0) return found.id;
  const problem = found ? `${more.length + 1} networks are called` : "there is no network";
  throw new ProviderFault(
    "invalid",
    `${problem} ${JSON.stringify(wanted)}, which the setting networks names; name an id of OpenStack there`,
  );
}
