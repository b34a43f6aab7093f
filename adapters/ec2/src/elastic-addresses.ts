import type { Address, Filter } from "@aws-sdk/client-ec2";
import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import { filter, portions } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { confined, isInside } from "./scope.js";

/** DescribeAddresses has no pages. Those outside the scope, and those of EC2-Classic, which had no allocation, are left out. */
export async function elasticAddresses(
  { client, settings: { scope } }: Cloud,
  context: Context,
  filters: readonly Filter[] = [],
): Promise<readonly Address[]> {
  const { Addresses = [] } = await client.read(context, (ec2, sending) =>
    ec2.describeAddresses(confined(scope, filters), sending),
  );
  return Addresses.filter(({ AllocationId, Tags }) => AllocationId !== undefined && isInside(scope, Tags));
}

export async function readAddresses(cloud: Cloud, ids: readonly string[], context: Context): Promise<readonly Address[]> {
  const found = await Promise.all(
    portions(ids).map((portion) => elasticAddresses(cloud, context, [filter("allocation-id", portion)])),
  );
  return found.flat();
}

/** Throws ProviderFault `notFound`. */
export async function oneAddress(cloud: Cloud, id: string, context: Context): Promise<Address> {
  const [address] = await readAddresses(cloud, [id], context);
  if (!address) throw gone("endpoint", id);
  return address;
}

/** EC2 empties what it does not have. */
export const holderOf = ({ NetworkInterfaceId }: Address): string | undefined => NetworkInterfaceId || undefined;

/** 5.5.12.2: what is connected already stays where it is. Throws ProviderFault `conflict` that names the holder. */
export async function freeAddress(cloud: Cloud, id: string, target: string | undefined, context: Context): Promise<string> {
  const holder = holderOf(await oneAddress(cloud, id, context));
  if (holder === undefined || holder === target) return id;
  throw new ProviderFault("conflict", `the endpoint ${id} is connected to the interface ${holder}; remove it there first`);
}
