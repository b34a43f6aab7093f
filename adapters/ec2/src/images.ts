import type { Filter, Image } from "@aws-sdk/client-ec2";
import type { Context, ScopeTags } from "@cimi-gateway/adapter";
import { filter, readBy } from "./client.js";
import type { Cloud } from "./cloud.js";
import { confined, isInside } from "./scope.js";
import { machineImageState } from "./states.js";

/** An AMI, and whether it is the account's own. */
export interface Ec2Image {
  readonly image: Image;
  readonly own: boolean;
}

async function* pagesOf(
  { client }: Cloud,
  context: Context,
  owners: readonly string[],
  filters: readonly Filter[],
  scope: ScopeTags,
): AsyncGenerator<readonly Ec2Image[]> {
  const own = owners.includes("self");
  const pages = client.pages(
    context,
    (ec2, page, sending) => ec2.describeImages({ Owners: [...owners], ...confined(scope, filters), ...page }, sending),
    ({ Images }) => Images,
  );
  for await (const page of pages)
    yield page
      .filter(({ State, Tags }) => machineImageState(State) !== undefined && isInside(scope, Tags))
      .map((image) => ({ image, own }));
}

export const ownImagePages = (
  cloud: Cloud,
  context: Context,
  filters: readonly Filter[] = [],
): AsyncGenerator<readonly Ec2Image[]> => pagesOf(cloud, context, ["self"], filters, cloud.settings.scope);

/** Own images inside the scope, and those of the configured owners with the configured names, which no scope hides. */
export async function* imagePages(
  cloud: Cloud,
  context: Context,
  filters: readonly Filter[] = [],
): AsyncGenerator<readonly Ec2Image[]> {
  const { owners, names } = cloud.settings;
  const others = owners.filter((owner) => owner !== "self");
  yield* ownImagePages(cloud, context, filters);
  if (others.length > 0) yield* pagesOf(cloud, context, others, [filter("name", names), ...filters], {});
}

export const readImages = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, Ec2Image>> =>
  readBy(
    ids,
    ({ image }) => image.ImageId,
    (portion) => imagePages(cloud, context, [filter("image-id", portion)]),
  );
