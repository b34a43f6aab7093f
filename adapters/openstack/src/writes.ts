import { type Accepted, type Call, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Client, NativeAnswer, NativeCall } from "./client.js";
import { garbled, unlessGone } from "./errors.js";
import { type Bearer, type MetadataRules, markerIn } from "./metadata.js";
import { type Described, rewriting } from "./metadata-writing.js";
import { path } from "./paths.js";

/** What a step keeps of an answer: never the body of a new server, which has a password. */
export type Sent = { readonly id: string; readonly requestId?: string };

/** An answer that lacks the id of what was made is no answer. */
export function sent(id: string | undefined, { requestId }: Pick<NativeAnswer<unknown>, "requestId">): Sent {
  if (typeof id !== "string" || id === "") throw garbled("the id of what was made", requestId);
  return { id, ...(requestId !== undefined && { requestId }) };
}

/**
 * One call, as a step of its own. Without `find` it may be sent again without harm; with it, it is looked for whether the call of an earlier
 * run has acted, since OpenStack refuses what is done already.
 */
export const act = (
  client: Client,
  context: WriteContext,
  step: string,
  id: string,
  call: NativeCall,
  more: Omit<Call<Sent>, "send"> = {},
): Promise<Sent> => context.step(step, { send: async () => sent(id, await client.write(context, call)), ...more });

/** Removes something, as a step; what is gone already is no error. */
export const remove = (client: Client, context: WriteContext, step: string, id: string, call: NativeCall): Promise<Sent> =>
  context.step(step, {
    send: () =>
      client.write(context, { method: "DELETE", ...call }).then(
        (answer) => sent(id, answer),
        (error) => unlessGone(error, { id }),
      ),
  });

/** A kind of object whose name, description and metadata are written alike. */
export interface Kind {
  readonly service: "compute" | "volume";
  /** In paths: `servers`. */
  readonly collection: string;
  /** In bodies: `server`. */
  readonly key: string;
}

/** Changes name, description and properties. */
export async function redescribe(
  client: Client,
  context: WriteContext,
  { service, collection, key }: Kind,
  id: string,
  bearer: Bearer,
  changes: Described,
  rules: MetadataRules,
): Promise<Accepted> {
  const { name, description, set, remove: removed, overlay } = rewriting(bearer, changes, rules, markerIn(bearer.metadata) ?? id);
  const self = path`/${collection}/${id}`;
  const answers: Sent[] = [];
  const send = async (step: string, call: Omit<NativeCall, "service">): Promise<void> => {
    answers.push(await act(client, context, step, id, { service, ...call }));
  };
  if (name !== undefined || description !== undefined)
    await send("describe", {
      method: "PUT",
      path: self,
      body: { [key]: { ...(name !== undefined && { name }), ...(description !== undefined && { description }) } },
    });
  if (Object.keys(set).length > 0) await send("metadata", { method: "POST", path: `${self}/metadata`, body: { metadata: set } });
  for (const unset of removed)
    answers.push(await remove(client, context, `metadata ${unset}`, id, { service, path: `${self}${path`/metadata/${unset}`}` }));
  const requestId = answers.at(-1)?.requestId;
  return { id, ...(requestId !== undefined && { requestId }), ...(Object.keys(overlay).length > 0 && { overlay }) };
}

/** What an operation that makes something was asked for. @throws ProviderFault invalid */
export function toMake<T>(creates: T | undefined): T {
  if (creates === undefined) throw new ProviderFault("invalid", "the request lacks the image to make");
  return creates;
}
