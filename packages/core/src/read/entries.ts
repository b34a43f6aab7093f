import { type Attribute, mapTextReferences, type Reference } from "@cimi-gateway/model";

/** A map as it is kept: texts, but for secrets that are sealed. */
export type Texts = Readonly<Record<string, unknown>>;
type Vocabularies = NonNullable<Attribute<unknown>["vocabulary"]>;
type Replace = (reference: Reference, target: string) => Reference | undefined;

/**
 * What stands under keys that the model describes (policies, parameters), with the references in the texts replaced. What does not read by
 * the model is the cloud's own way of telling it, and is left as it is.
 *
 * @param deciding what the keys mean depends on it; undefined: not known here, as where a template overrides another (4.2.1.1)
 */
export function mapEntries({ of }: Vocabularies, held: Texts, deciding: unknown, replace: Replace): Texts {
  const known = of[String(deciding)];
  const meant = deciding === undefined ? Object.values(of) : known ? [known] : [];
  return meant.reduce((mapped, vocabulary) => mapTextReferences(vocabulary, mapped, replace), held);
}
