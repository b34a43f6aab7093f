import type { Filter, RouteTable } from "@aws-sdk/client-ec2";
import { type Context, gather } from "@cimi-gateway/adapter";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { confined, isInside } from "./scope.js";

/** The most route tables that a page may have (EC2 API reference, DescribeRouteTables). */
const PAGE = 100;

/** Page by page; those outside the scope left out. */
export async function* tablePages(
  { client, settings: { scope } }: Cloud,
  context: Context,
  filters: readonly Filter[] = [],
): AsyncGenerator<readonly RouteTable[]> {
  const pages = client.pages(
    context,
    (ec2, page, sending) => ec2.describeRouteTables({ ...confined(scope, filters), ...page }, sending),
    ({ RouteTables }) => RouteTables,
    PAGE,
  );
  for await (const page of pages) yield page.filter(({ Tags }) => isInside(scope, Tags));
}

/** Throws ProviderFault `notFound`. */
export async function oneTable(cloud: Cloud, id: string, context: Context): Promise<RouteTable> {
  const [table] = await gather(tablePages(cloud, context, [filter("route-table-id", [id])]));
  if (!table) throw gone("route table", id);
  return table;
}
