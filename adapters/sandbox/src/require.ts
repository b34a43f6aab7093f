import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import type { Reference } from "@cimi-gateway/model";
import type { Client } from "./client.js";
import type { Kind, Things } from "./world/things.js";

/** @throws ProviderFault invalid when the reference is missing or names nothing in this cloud */
export function requireReference(reference: Reference | undefined, attribute: string): Reference {
  if (reference?.href === undefined)
    throw new ProviderFault("invalid", `${attribute} is missing; accepted: a reference with an href`);
  return reference;
}

/** What a change of an attribute asks for. @throws ProviderFault invalid for null: the attribute cannot be without a value */
export function requireValue<T>(value: T | null | undefined, attribute: string): T | undefined {
  if (value === null) throw new ProviderFault("invalid", `${attribute} cannot be removed; leave it out, or give a value`);
  return value;
}

/** A thing as it is now. @throws ProviderFault notFound */
export async function requireThing<K extends Kind>(client: Client, kind: K, id: string, context: Context): Promise<Things[K]> {
  const thing = (await client.read(kind, [id], context)).get(id);
  if (!thing) throw new ProviderFault("notFound", `there is no ${kind} ${id}`);
  return thing;
}
