import type { Adapter } from "@cimi-gateway/adapter";
import { type Description, type Model, makingsOf, model } from "@cimi-gateway/model";
import type { Offer } from "../presence.js";

interface Offered {
  readonly attributes: object;
  readonly operations?: object;
  readonly capabilities?: Readonly<Record<string, unknown>>;
  readonly collections?: Readonly<Record<string, object | undefined>>;
}

/** What a gateway offers over an adapter: what the adapter has, edition 1's views of that, and what the gateway keeps for every cloud. */
export function offersOfAdapter(resources: Adapter["resources"]): ReadonlyMap<string, Offer> {
  const offers = new Map(Object.entries(resources).map(([type, offered]) => [type, offerOf(offered as Offered)]));
  for (const { name, replacedBy } of Object.values(model as Model) as readonly Description[]) {
    const behind = offers.get(replacedBy ?? "");
    if (behind) offers.set(name, { ...NOTHING, functions: behind.functions });
  }
  for (const type of [...makingsOf(offers.keys()), "ResourceMetadata"]) {
    const { attributes, functions, capabilities } = offers.get(type) ?? NOTHING;
    offers.set(type, { attributes, capabilities, functions: new Set([...functions, ...KEEPING]) });
  }
  return offers;
}

const KEEPING = ["create", "update", "delete"];
const NOTHING: Offer = { attributes: new Set(), functions: new Set(), capabilities: new Map() };

const membershipsOf = ({ collections = {} }: Offered): readonly string[] =>
  Object.entries(collections).flatMap(([name, held]) => Object.keys(held ?? {}).map((change) => `${name}.${change}`));

const offerOf = (offered: Offered): Offer => ({
  attributes: new Set(Object.keys(offered.attributes)),
  functions: new Set([...Object.keys(offered), ...Object.keys(offered.operations ?? {}), ...membershipsOf(offered)]),
  capabilities: new Map(
    Object.entries(offered.capabilities ?? {}).flatMap(([name, value]) => (value === false ? [] : [[name, String(value)]])),
  ),
});
