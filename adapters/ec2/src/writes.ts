import type { Tag } from "@aws-sdk/client-ec2";
import { type Accepted, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Client, NativeCall } from "./client.js";
import { type Described, tagChange } from "./tag-writing.js";
import type { TagRules } from "./tags.js";

/** What a step keeps of an answer. */
export type Sent = { readonly id: string; readonly requestId?: string };

export interface Answer {
  readonly $metadata: { readonly requestId?: string | undefined };
}

/** An answer that lacks the id of what was made is no answer. */
export function sent(id: string | undefined, { $metadata: { requestId } }: Answer): Sent {
  if (id === undefined) throw new ProviderFault("garbled", "EC2's answer lacks the id of what was made", { requestId });
  return { id, ...(requestId !== undefined && { requestId }) };
}

/** One call that may be sent again without harm, as a step of its own. */
export const act = (client: Client, context: WriteContext, step: string, id: string, call: NativeCall<Answer>): Promise<Sent> =>
  context.step(step, { send: async () => sent(id, await client.write(context, call)) });

/** What bears tags, as an update sees it. */
interface Tagged {
  readonly id: string;
  /** The id that the tags belong to, where that is not the resource's own. */
  readonly bearer?: string;
  readonly tags: readonly Tag[] | undefined;
}

/** Changes name, description and properties. */
export async function retag(
  client: Client,
  context: WriteContext,
  { id, bearer = id, tags }: Tagged,
  changes: Described,
  rules: TagRules,
): Promise<Accepted> {
  const { set, remove, overlay } = tagChange(tags, changes, rules);
  const answers: Sent[] = [];
  if (set.length > 0) answers.push(await setTags(client, context, "tags", bearer, set));
  if (remove.length > 0) answers.push(await removeTags(client, context, "untag", bearer, remove));
  const requestId = answers.at(-1)?.requestId;
  return { id, ...(requestId !== undefined && { requestId }), ...(Object.keys(overlay).length > 0 && { overlay }) };
}

export const setTags = (client: Client, context: WriteContext, step: string, id: string, set: Tag[]): Promise<Sent> =>
  act(client, context, step, id, (ec2, sending) => ec2.createTags({ Resources: [id], Tags: set }, sending));

export const removeTags = (
  client: Client,
  context: WriteContext,
  step: string,
  id: string,
  keys: readonly string[],
): Promise<Sent> =>
  act(client, context, step, id, (ec2, sending) =>
    ec2.deleteTags({ Resources: [id], Tags: keys.map((Key) => ({ Key })) }, sending),
  );
