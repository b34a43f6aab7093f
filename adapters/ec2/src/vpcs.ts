import type { Filter, Vpc } from "@aws-sdk/client-ec2";
import type { Context } from "@cimi-gateway/adapter";
import { filter, readBy } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { confined, isInside } from "./scope.js";

/** Page by page; those outside the scope left out. */
export async function* vpcPages(
  { client, settings: { scope } }: Cloud,
  context: Context,
  filters: readonly Filter[] = [],
): AsyncGenerator<readonly Vpc[]> {
  const pages = client.pages(
    context,
    (ec2, page, sending) => ec2.describeVpcs({ ...confined(scope, filters), ...page }, sending),
    ({ Vpcs }) => Vpcs,
  );
  for await (const page of pages) yield page.filter(({ Tags }) => isInside(scope, Tags));
}

export const readVpcs = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, Vpc>> =>
  readBy(
    ids,
    ({ VpcId }) => VpcId,
    (portion) => vpcPages(cloud, context, [filter("vpc-id", portion)]),
  );

/** Throws ProviderFault `notFound`. */
export async function oneVpc(cloud: Cloud, id: string, context: Context): Promise<Vpc> {
  const vpc = (await readVpcs(cloud, [id], context)).get(id);
  if (!vpc) throw gone("network", id);
  return vpc;
}

/** The IPv4 prefixes that are, or are about to be, its own. */
export const prefixesOf = ({ CidrBlock, CidrBlockAssociationSet = [] }: Vpc): readonly string[] => {
  const present = CidrBlockAssociationSet.filter(({ CidrBlockState }) => isPresent(CidrBlockState?.State));
  const prefixes = present.flatMap((association) => association.CidrBlock ?? []);
  return prefixes.length > 0 || CidrBlock === undefined ? prefixes : [CidrBlock];
};

const ABSENT: ReadonlySet<string | undefined> = new Set(["disassociating", "disassociated", "failing", "failed"]);
export const isPresent = (state: string | undefined): boolean => !ABSENT.has(state);
