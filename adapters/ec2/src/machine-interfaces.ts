import type { InstanceNetworkInterfaceSpecification, NetworkInterface } from "@aws-sdk/client-ec2";
import { type Context, type CreateRequest, nativeId, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Resource } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { keepInterface } from "./interface-attachment.js";
import { readInterfaces } from "./interfaces.js";

type Template = Resource<"MachineTemplate">;

/** The interfaces that a new machine is to have, in order. Throws ProviderFault `notFound`. */
export async function interfacesOf(cloud: Cloud, template: Template, context: Context): Promise<readonly NetworkInterface[]> {
  const ids = (template.interfaces ?? []).map((held) => nativeId(held));
  if (ids.length === 0) return [];
  const found = await readInterfaces(cloud, ids, context);
  return ids.map((id) => found.get(id) ?? missing(id));
}

function missing(id: string): never {
  throw gone("interface", id);
}

/**
 * The zone of the volumes, where the interfaces have no other: a machine is where its interfaces are. Throws ProviderFault `invalid` for
 * interfaces and volumes of several zones.
 */
export function placeOf(zoneOfVolumes: string | undefined, interfaces: readonly NetworkInterface[]): string | undefined {
  const own = interfaces.flatMap(({ AvailabilityZone }) => AvailabilityZone ?? []);
  const zones = [...new Set([...own, ...(zoneOfVolumes === undefined ? [] : [zoneOfVolumes])])];
  if (zones.length > 1)
    throw new ProviderFault(
      "invalid",
      `the interfaces and volumes are in several zones (${zones.join(", ")}); a machine takes those of one`,
    );
  return zones[0];
}

/** EC2 takes existing interfaces at launch, and places the machine where they are. One that is in use it refuses. */
export const launchWith = (interfaces: readonly NetworkInterface[]): InstanceNetworkInterfaceSpecification[] =>
  interfaces.map(({ NetworkInterfaceId }, DeviceIndex) => ({ DeviceIndex, NetworkInterfaceId }));

/** What was made for the machine goes with it; what was there before stays. */
export async function keepMade(
  cloud: Cloud,
  { made = [] }: Pick<CreateRequest<"Machine">, "made">,
  machine: string,
  context: WriteContext,
): Promise<void> {
  const interfaces = made.filter(({ href }) => href?.startsWith("interfaces/")).map((held) => nativeId(held));
  if (interfaces.length === 0) return;
  await context.reach("Machine", machine, ["STARTED"]);
  for (const id of interfaces) await keepInterface(cloud, id, context);
}
