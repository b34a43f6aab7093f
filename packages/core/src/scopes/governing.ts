import type { Reference, ValueScope, Values } from "@cimi-gateway/model";
import { METADATA } from "../metadata/adapter.js";
import type { Session } from "../session.js";
import { itemOf } from "../write/references.js";

/** Arrays of scopes, each of which has to be satisfied (5.5.14). */
export type Scopes = readonly (readonly ValueScope[])[];

/** What governs a resource: what the cloud says of its type always, and beside it what a consumer says (5.11). */
export async function scopesOf(session: Session, type: string, governing: Reference | undefined): Promise<Scopes> {
  const own = session.cloud.sources.get(type)?.adapter.scope ?? [];
  const metadata = await metadataOf(session, type, governing);
  const said = (metadata?.vscope ?? []) as readonly ValueScope[];
  return [own, ...(said === own ? [] : [said])].filter((alternatives) => alternatives.length > 0);
}

/** ResourceMetadata of the resource, or of the template that it was made from, overrides that of the type. What edition 2 alone has governs edition 1's views of it, too. */
async function metadataOf(session: Session, type: string, governing: Reference | undefined): Promise<Values | undefined> {
  const id = governing?.href === undefined ? type : itemOf(session, governing.href).id;
  return (await session.sights[2].find(METADATA, id))?.values;
}

/** What the scopes of an owner say of the items of one of its Collections. */
export const itemScopes = (scopes: Scopes, attribute: string): Scopes =>
  scopes.map((alternatives) => alternatives.map((scope) => scope[attribute]?.item ?? {}));
