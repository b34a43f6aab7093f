import { ProviderFault } from "@cimi-gateway/adapter";

/** A path below an endpoint: path`/servers/${id}`. Ids are a segment each, whatever is in them. */
export const path = (texts: TemplateStringsArray, ...ids: readonly string[]): string =>
  texts.reduce((whole, text, index) => `${whole}${segment(ids[index - 1]!)}${text}`);

/** Whether something can be called so. */
export const isSegment = (id: string): boolean => !/^\.*$/.test(id);

/** Dots alone would lead elsewhere, and nothing of OpenStack is called so. @throws ProviderFault notFound */
function segment(id: string): string {
  if (!isSegment(id)) throw new ProviderFault("notFound", `OpenStack has nothing called ${JSON.stringify(id)}`);
  return encodeURIComponent(id);
}
