import type { Filter } from "@aws-sdk/client-ec2";
import { type Context, gather } from "@cimi-gateway/adapter";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { subnetPages } from "./subnets.js";
import { RESERVED } from "./tags.js";
import { vpcPages } from "./vpcs.js";
import type { Sent } from "./writes.js";

/** The filter on what a call of a step made. */
export const markedWith = (marker: string): Filter => filter(`tag:${RESERVED.marker}`, [marker]);

/** The first of what bears a marker, as the step that made it would have answered. */
export async function firstMarked<T>(
  pages: AsyncIterable<readonly T[]>,
  idOf: (native: T) => string | undefined,
): Promise<Sent | undefined> {
  const [found] = await gather(pages);
  const id = found && idOf(found);
  return id === undefined ? undefined : { id };
}

export const markedVpc = (cloud: Cloud, marker: string, context: Context): Promise<Sent | undefined> =>
  firstMarked(vpcPages(cloud, context, [markedWith(marker)]), ({ VpcId }) => VpcId);

export const markedSubnet = (cloud: Cloud, marker: string, context: Context): Promise<Sent | undefined> =>
  firstMarked(subnetPages(cloud, context, [markedWith(marker)]), ({ SubnetId }) => SubnetId);
