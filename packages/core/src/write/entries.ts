import {
  type Attributes,
  type Model,
  mapEntryReferences,
  model,
  type Reference,
  readEntries,
  type Values,
  writeEntries,
} from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import type { Session } from "../session.js";
import { referred } from "./references.js";
import { inPlace } from "./template.js";

const described: Model = model;

type StringMap = Readonly<Record<string, string>>;
type Vocabulary = NonNullable<Attributes[string]["vocabulary"]>["of"][string];

/**
 * Reads the maps whose keys the model describes (policies, parameters), refuses what it does not know, and puts them into canonical form
 * with every reference in them checked and replaced. What decides the meaning of the keys may stand in `decided` (the resource itself).
 */
export async function resolveEntries(
  session: Session,
  attributes: Attributes,
  values: Values,
  replace: (entity: Entity) => Reference,
  decided: Values = values,
): Promise<Values> {
  const resolved: Record<string, unknown> = { ...values };
  for (const [key, { vocabulary }] of Object.entries(attributes)) {
    const held = resolved[key] as StringMap | null | undefined;
    const known = vocabulary?.of[String(values[vocabulary.by] ?? decided[vocabulary.by])];
    if (known && held) resolved[key] = await inPlace(key, () => resolveMap(session, known, held, replace));
  }
  return resolved;
}

async function resolveMap(
  session: Session,
  vocabulary: Vocabulary,
  held: StringMap,
  replace: (entity: Entity) => Reference,
): Promise<StringMap> {
  const read = readEntries(vocabulary, held);
  const targets = new Map<string, string>();
  mapEntryReferences(vocabulary, read, (reference, target) => {
    targets.set(reference.href!, target);
    return reference;
  });
  const found = new Map<string, Reference>();
  for (const [href, target] of targets)
    found.set(href, replace(await referred(session, href, target in described ? target : "*")));
  return writeEntries(
    vocabulary,
    mapEntryReferences(vocabulary, read, (reference) => found.get(reference.href!)!),
  );
}
