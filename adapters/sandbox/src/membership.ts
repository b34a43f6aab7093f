import type { Membership } from "@cimi-gateway/adapter";
import type { Client } from "./client.js";
import type { Action, InputOf } from "./world/actions.js";

/** A Collection whose items exist without it, by the two native orders that name owner and item. An insert is taken back by the remove. */
export const membership = <I extends Action, R extends Action>(
  client: Client,
  insert: I,
  remove: R,
  naming: (owner: string, item: string) => InputOf<I> & InputOf<R>,
): Required<Membership> => ({
  async insert(id, item, context) {
    const input = naming(id, item);
    const receipt = await client.step(`${insert} ${item}`, insert, input, context, () => client.drop(remove, input));
    return { ...receipt, id };
  },
  async remove(id, item, context) {
    return { ...(await client.step(`${remove} ${item}`, remove, naming(id, item), context)), id };
  },
});
