import type { Filter, Instance, InstanceTypeInfo } from "@aws-sdk/client-ec2";
import type { Context, Holders } from "@cimi-gateway/adapter";
import { filter, pagesWithin, readBy } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { confined, isInside } from "./scope.js";
import { machineState } from "./states.js";

/** An instance with what its type says of it. */
export interface Ec2Machine {
  readonly instance: Instance;
  readonly type: InstanceTypeInfo | undefined;
}

/** Page by page, those that are terminated or outside the scope left out. */
export async function* instancePages(
  { client, settings: { scope } }: Cloud,
  context: Context,
  filters: readonly Filter[] = [],
): AsyncGenerator<readonly Instance[]> {
  const pages = client.pages(
    context,
    (ec2, page, sending) => ec2.describeInstances({ ...confined(scope, filters), ...page }, sending),
    ({ Reservations }) => Reservations?.flatMap(({ Instances }) => Instances ?? []),
  );
  for await (const page of pages)
    yield page.filter((instance) => machineState(instance) !== undefined && isInside(scope, instance.Tags));
}

/** Machines in whose Collections something is. */
export interface Machines {
  /** All that there are when left out. */
  readonly ids: readonly string[] | undefined;
  /** Those of them that the same request has read. */
  readonly known: Holders<Ec2Machine>;
}

const NONE: Holders<Ec2Machine> = new Map();

export const machinesIn = (parent: string | undefined, holder?: Ec2Machine): Machines => ({
  ids: parent === undefined ? undefined : [parent],
  known: parent === undefined || holder === undefined ? NONE : new Map([[parent, holder]]),
});

/** What is known costs no call; what is not is asked for, page by page. */
export async function* instancesAmong(
  cloud: Cloud,
  { ids, known }: Machines,
  context: Context,
): AsyncGenerator<readonly Instance[]> {
  if (known.size > 0) yield [...known.values()].map(({ instance }) => instance);
  if (ids === undefined) yield* instancePages(cloud, context);
  else
    yield* pagesWithin(
      ids.filter((id) => !known.has(id)),
      (portion) => instancePages(cloud, context, [filter("instance-id", portion)]),
    );
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
