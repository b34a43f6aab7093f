import type { Tag } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Accepted, Context, WriteContext } from "@cimi-gateway/adapter";
import { inBatches } from "./balancer-batches.js";
import type { BalancingCall } from "./client.js";
import type { Cloud } from "./cloud.js";
import { scopeTags } from "./scope.js";
import { type Described, ownTags, tagChange } from "./tag-writing.js";
import type { TagRules, Tags } from "./tags.js";
import { type Answer, type Sent, sent } from "./writes.js";

/** What keys and values of tags may have (Elastic Load Balancing API reference, Tag). */
export const ALPHABET = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** On target groups: what the policies call the listener, its pool and its health check. */
export const GROUP_TAGS = { listener: "cimi-listener", pool: "cimi-pool", health: "cimi-health" } as const;

export const balancerRules = ({ settings }: Cloud): TagRules => ({ ...settings, alphabet: ALPHABET });

/** The tags of something new, for the call that makes it. */
export const newBalancerTags = (
  cloud: Cloud,
  marker: string,
  wanted: Described,
  more: Readonly<Record<string, string | undefined>> = {},
): Tag[] => [...ownTags(balancerRules(cloud), marker, wanted, more), ...scopeTags(cloud.settings.scope)].map(kept);

const kept = ({ Key, Value }: NonNullable<Tags>[number]): Tag => ({ Key: Key!, ...(Value !== undefined && { Value }) });

/** The tags of many, by their ARNs: one call for each 20 of them. */
export async function tagsOf(
  { balancing }: Cloud,
  arns: readonly string[],
  context: Context,
): Promise<ReadonlyMap<string, NonNullable<Tags>>> {
  const described = await inBatches(arns, async (ResourceArns) => {
    const call = balancing.read(context, (sdk, sending) => sdk.describeTags({ ResourceArns }, sending));
    return (await call).TagDescriptions;
  });
  return new Map(described.map(({ ResourceArn = "", Tags = [] }) => [ResourceArn, Tags]));
}

/** Changes name, description and properties. */
export async function relabel(
  cloud: Cloud,
  { id, tags }: { readonly id: string; readonly tags: Tags },
  changes: Described,
  context: WriteContext,
): Promise<Accepted> {
  const { set, remove, overlay } = tagChange(tags, changes, balancerRules(cloud));
  const answers = await changeTags(cloud, "tags", id, { set: set.map(kept), remove }, context);
  const requestId = answers.at(-1)?.requestId;
  return { id, ...(requestId !== undefined && { requestId }), ...(Object.keys(overlay).length > 0 && { overlay }) };
}

/** AddTags and RemoveTags, which may be sent again without harm. */
export async function changeTags(
  { balancing }: Cloud,
  step: string,
  id: string,
  { set, remove }: { readonly set: Tag[]; readonly remove: string[] },
  context: WriteContext,
): Promise<readonly Sent[]> {
  const ResourceArns = [id];
  const answers: Sent[] = [];
  const act = async (name: string, call: BalancingCall<Answer>): Promise<void> => {
    answers.push(await context.step(name, { send: async () => sent(id, await balancing.write(context, call)) }));
  };
  if (set.length > 0) await act(step, (sdk, sending) => sdk.addTags({ ResourceArns, Tags: set }, sending));
  if (remove.length > 0) await act(`un${step}`, (sdk, sending) => sdk.removeTags({ ResourceArns, TagKeys: remove }, sending));
  return answers;
}
