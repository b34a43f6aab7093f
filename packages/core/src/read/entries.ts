import { type Attribute, mapEntryReferences, type Reference, readEntries, writeEntries } from "@cimi-gateway/model";

export type StringMap = Readonly<Record<string, string>>;
type Replace = (reference: Reference, target: string) => Reference;

/**
 * What a cloud tells under keys that the model describes (policies, parameters), with the references in the texts replaced. What does
 * not read by the model is the cloud's own way of telling it, and is left as it is.
 */
export function mapEntries({ vocabulary }: Attribute<unknown>, held: StringMap, deciding: unknown, replace: Replace): StringMap {
  const described = vocabulary?.of[String(deciding)];
  if (!described) return held;
  try {
    return writeEntries(described, mapEntryReferences(described, readEntries(described, held), replace));
  } catch {
    return held;
  }
}
