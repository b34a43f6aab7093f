import type { Filter, Snapshot } from "@aws-sdk/client-ec2";
import type { Context } from "@cimi-gateway/adapter";
import { filter, readBy } from "./client.js";
import type { Cloud } from "./cloud.js";
import { confined, isInside } from "./scope.js";
import { volumeImageState } from "./states.js";

/** Own ones, page by page; those outside the scope left out. */
export async function* snapshotPages(
  { client, settings: { scope } }: Cloud,
  context: Context,
  filters: readonly Filter[],
): AsyncGenerator<readonly Snapshot[]> {
  const pages = client.pages(
    context,
    (ec2, page, sending) => ec2.describeSnapshots({ OwnerIds: ["self"], ...confined(scope, filters), ...page }, sending),
    ({ Snapshots }) => Snapshots,
  );
  for await (const page of pages)
    yield page.filter(({ State, Tags }) => volumeImageState(State) !== undefined && isInside(scope, Tags));
}

export const readSnapshots = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, Snapshot>> =>
  readBy(
    ids,
    ({ SnapshotId }) => SnapshotId,
    (portion) => snapshotPages(cloud, context, [filter("snapshot-id", portion)]),
  );
