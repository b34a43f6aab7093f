import {
  type Attributes,
  type Model,
  mapEntryReferences,
  model,
  type Reference,
  readEntries,
  writeEntries,
} from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import type { Session } from "../session.js";
import { referred } from "./references.js";

const described: Model = model;

type StringMap = Readonly<Record<string, string>>;
type Vocabulary = NonNullable<Attributes[string]["vocabulary"]>["of"][string];

/** What stands instead of the href of a resource. */
export type Replace = (entity: Entity) => Reference;

/**
 * Reads a map whose keys the model describes (policies, parameters), refuses what it does not know, and puts it into canonical form with
 * every reference in it checked and replaced.
 */
export async function resolveTexts(
  session: Session,
  vocabulary: Vocabulary,
  held: StringMap,
  replace: Replace,
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
