import type { Filter, Instance, InstanceTypeInfo } from "@aws-sdk/client-ec2";
import type { Context } from "@cimi-gateway/adapter";
import { filter, readBy } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { machineState } from "./states.js";

/** An instance with what its type says of it. */
export interface Ec2Machine {
  readonly instance: Instance;
  readonly type: InstanceTypeInfo | undefined;
}

/** Page by page, those that are terminated left out. */
export async function* instancePages(
  { client }: Cloud,
  context: Context,
  Filters: Filter[] = [],
): AsyncGenerator<readonly Instance[]> {
  const pages = client.pages(
    context,
    (ec2, page, sending) => ec2.describeInstances({ ...(Filters.length > 0 && { Filters }), ...page }, sending),
    ({ Reservations }) => Reservations?.flatMap(({ Instances }) => Instances ?? []),
  );
  for await (const page of pages) yield page.filter((instance) => machineState(instance) !== undefined);
}

export const readInstances = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, Instance>> =>
  readBy(
    ids,
    ({ InstanceId }) => InstanceId,
    (portion) => instancePages(cloud, context, [filter("instance-id", portion)]),
  );

/** Throws ProviderFault `notFound`. */
export async function oneInstance(cloud: Cloud, id: string, context: Context): Promise<Instance> {
  const instance = (await readInstances(cloud, [id], context)).get(id);
  if (!instance) throw gone("instance", id);
  return instance;
}

/** The types are cached, so that a page of machines costs no call of its own for them. */
export async function withTypes({ types }: Cloud, instances: readonly Instance[], context: Context): Promise<Ec2Machine[]> {
  const names = instances.flatMap(({ InstanceType }) => InstanceType ?? []);
  const known = await types.named(names, context);
  return instances.map((instance) => ({ instance, type: known.get(instance.InstanceType ?? "") }));
}
