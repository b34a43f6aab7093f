import type { Filter, NetworkInterface } from "@aws-sdk/client-ec2";
import type { Context } from "@cimi-gateway/adapter";
import { filter, readBy } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { isManaged } from "./managed.js";
import { confined, isInside } from "./scope.js";

/** Page by page; those outside the scope left out. */
export async function* interfacePages(
  { client, settings: { scope } }: Cloud,
  context: Context,
  filters: readonly Filter[] = [],
): AsyncGenerator<readonly NetworkInterface[]> {
  const pages = client.pages(
    context,
    (ec2, page, sending) => ec2.describeNetworkInterfaces({ ...confined(scope, filters), ...page }, sending),
    ({ NetworkInterfaces }) => NetworkInterfaces,
  );
  for await (const page of pages) yield page.filter(({ TagSet }) => isInside(scope, TagSet));
}

export const readInterfaces = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, NetworkInterface>> =>
  readBy(
    ids,
    ({ NetworkInterfaceId }) => NetworkInterfaceId,
    (portion) => interfacePages(cloud, context, [filter("network-interface-id", portion)]),
  );

/** Throws ProviderFault `notFound`. */
export async function oneInterface(cloud: Cloud, id: string, context: Context): Promise<NetworkInterface> {
  const native = (await readInterfaces(cloud, [id], context)).get(id);
  if (!native) throw gone("interface", id);
  return native;
}

/** EC2's own services make interfaces for themselves (load balancers, NAT gateways, endpoints), and take them away again. */
export const isServed = ({ RequesterManaged, Operator, TagSet }: NetworkInterface): boolean =>
  RequesterManaged === true || isManaged({ Operator, Tags: TagSet });

/** The machine that has it, also while it is being attached or detached. */
export const machineOf = ({ Attachment }: NetworkInterface): string | undefined =>
  Attachment?.Status === "detached" ? undefined : Attachment?.InstanceId;

/** The address that comes and goes with the interface: the first IPv6 one where the segment has no IPv4. */
export const primaryOf = ({ PrivateIpAddress, Ipv6Addresses }: NetworkInterface): string | undefined =>
  PrivateIpAddress || Ipv6Addresses?.[0]?.Ipv6Address;

/** Its addresses of both versions. */
export const addressesOf = ({ PrivateIpAddresses = [], Ipv6Addresses = [] }: NetworkInterface): readonly string[] => [
  ...PrivateIpAddresses.flatMap(({ PrivateIpAddress }) => PrivateIpAddress || []),
  ...Ipv6Addresses.flatMap(({ Ipv6Address }) => Ipv6Address || []),
];
