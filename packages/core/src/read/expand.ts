import type { Reference, Representation, Values } from "@cimi-gateway/model";
import { expansions } from "../query/expand.js";
import type { Session } from "../session.js";
import { type Contents, contentsOf } from "./contents.js";
import type { Listing } from "./reader.js";

/**
 * 4.1.6.4: the representation with what its references name put in, one level deep. What many items refer to is read together.
 *
 * @param read the resources that are shown, so that they are not read again
 */
export async function expand(
  session: Session,
  shown: Representation,
  names: readonly string[],
  read: Listing,
): Promise<Representation> {
  if (!shown.collects) return (await expandAll(session, [shown], names, read))[0]!;
  return shown.items ? { ...shown, items: await expandAll(session, shown.items, names, read) } : shown;
}

/** All are of one type. */
async function expandAll(
  session: Session,
  shown: readonly Representation[],
  names: readonly string[],
  read: Listing,
): Promise<readonly Representation[]> {
  if (shown.length === 0) return shown;
  const keys = expansions(session.cloud.model[shown[0]!.type]!, names, session.face.edition).map(({ key }) => key);
  const references = shown.flatMap(({ values }) => keys.flatMap((key) => (values[key] ?? []) as Reference | Reference[]));
  const contents = await contentsOf(session, references, read);
  return shown.map((item) => ({ ...item, values: expanded(item.values, keys, contents) }));
}

/** A reference that leads nowhere any more stays a reference. */
function expanded(values: Values, keys: readonly string[], contents: Contents): Values {
  const put = (reference: Reference): Reference => {
    const content = contents.get(reference.href ?? "");
    return content ? { ...reference, expanded: content } : reference;
  };
  const held = keys
    .filter((key) => values[key] !== undefined)
    .map((key) => [key, values[key] as Reference | Reference[]] as const);
  const changed = held.map(([key, value]) => [key, Array.isArray(value) ? value.map(put) : put(value)] as const);
  return { ...values, ...Object.fromEntries(changed) };
}
