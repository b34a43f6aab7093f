import type { Adapter, Extensions } from "@cimi-gateway/adapter";
import { type Description, type Model, makingsOf, model } from "@cimi-gateway/model";
import type { Added, Offer } from "../presence.js";

interface Offered {
  readonly attributes: object;
  readonly operations?: object;
  readonly capabilities?: Readonly<Record<string, unknown>>;
  readonly collections?: Readonly<Record<string, object | undefined>>;
  readonly extensions?: Extensions<unknown>;
}

/** What a gateway offers over an adapter: what the adapter has, edition 1's views of that, and what the gateway keeps for every cloud. */
export function offersOfAdapter(resources: Adapter["resources"]): ReadonlyMap<string, Offer> {
  const offers = new Map(Object.entries(resources).map(([type, offered]) => [type, offerOf(offered as Offered)]));
  for (const { name, replacedBy } of Object.values(model as Model) as readonly Description[]) {
    const behind = offers.get(replacedBy ?? "");
    if (behind) offers.set(name, { ...NOTHING, functions: behind.functions });
  }
  for (const type of [...makingsOf(offers.keys()), "ResourceMetadata"]) {
    const held = offers.get(type) ?? NOTHING;
    offers.set(type, { ...held, functions: new Set([...held.functions, ...KEEPING]) });
  }
  offers.set("CloudEntryPoint", ENTRY_POINT);
  return offers;
}

const KEEPING = ["create", "update", "delete"];
const NOTHING: Offer = { attributes: new Set(), functions: new Set(), capabilities: new Map() };
const ENTRY_POINT: Offer = { ...NOTHING, functions: new Set(["update"]), capabilities: new Map([["ValueScopes", "true"]]) };

const membershipsOf = ({ collections = {} }: Offered): readonly string[] =>
  Object.entries(collections).flatMap(([name, held]) => Object.keys(held ?? {}).map((change) => `${name}.${change}`));

const offerOf = ({ extensions, ...offered }: Offered): Offer => ({
  attributes: new Set([...Object.keys(offered.attributes), ...Object.keys(extensions?.attributes ?? {})]),
  functions: new Set([
    ...Object.keys(offered),
    ...Object.keys({ ...offered.operations, ...extensions?.operations }),
    ...membershipsOf(offered),
  ]),
  capabilities: new Map(
    Object.entries(offered.capabilities ?? {}).flatMap(([name, value]) => (value === false ? [] : [[name, String(value)]])),
  ),
  ...(extensions && { added: addedBy(extensions) }),
});

const addedBy = ({ attributes = {}, operations = {}, capabilities = {} }: Extensions<unknown>): Added => ({
  attributes: new Map(Object.entries(attributes).map(([name, { namespace, type }]) => [name, { namespace, type: type.label }])),
  operations: Object.values(operations).map(({ uri }) => uri),
  capabilities: Object.values(capabilities).map(({ uri }) => uri),
});
