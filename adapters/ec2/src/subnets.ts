import type { Filter, Subnet, SubnetIpv6CidrBlockAssociation } from "@aws-sdk/client-ec2";
import type { Context } from "@cimi-gateway/adapter";
import { filter, readBy } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { confined, isInside } from "./scope.js";
import { isPresent } from "./vpcs.js";

/** Page by page; those outside the scope left out. */
export async function* subnetPages(
  { client, settings: { scope } }: Cloud,
  context: Context,
  filters: readonly Filter[] = [],
): AsyncGenerator<readonly Subnet[]> {
  const pages = client.pages(
    context,
    (ec2, page, sending) => ec2.describeSubnets({ ...confined(scope, filters), ...page }, sending),
    ({ Subnets }) => Subnets,
  );
  for await (const page of pages) yield page.filter(({ Tags }) => isInside(scope, Tags));
}

export const readSubnets = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, Subnet>> =>
  readBy(
    ids,
    ({ SubnetId }) => SubnetId,
    (portion) => subnetPages(cloud, context, [filter("subnet-id", portion)]),
  );

/** Throws ProviderFault `notFound`. */
export async function oneSubnet(cloud: Cloud, id: string, context: Context): Promise<Subnet> {
  const subnet = (await readSubnets(cloud, [id], context)).get(id);
  if (!subnet) throw gone("segment", id);
  return subnet;
}

/** The IPv6 block of a subnet; it has one at most. */
export const ipv6BlockOf = ({ Ipv6CidrBlockAssociationSet = [] }: Subnet): SubnetIpv6CidrBlockAssociation | undefined =>
  Ipv6CidrBlockAssociationSet.find(({ Ipv6CidrBlockState }) => isPresent(Ipv6CidrBlockState?.State));
