import { type Model, model, type Reference, type ResourceName } from "@cimi-gateway/model";

/** A reference to a resource by its native id; the gateway gives it the CIMI id. */
export const reference = (type: ResourceName, nativeId: string): Reference => ({ href: pathOf(type, nativeId) });

/** `machines/i-123`: how the gateway and its adapters name a resource to each other. */
export function pathOf(type: ResourceName, id: string): string {
  return `${(model as Model)[type]!.collection ?? type}/${encodeURIComponent(id)}`;
}

/** The native id that a reference in a request names. */
export const nativeId = ({ href }: Reference): string => decodeURIComponent(href!.replace(/^.*\//, ""));
