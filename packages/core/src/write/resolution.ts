import type { Attributes, Reference, Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import type { Session } from "../session.js";
import { type Replace, resolveTexts } from "./entries.js";
import { ofConsumer } from "./part.js";
import { referred } from "./references.js";
import { inPlace } from "./template.js";

/**
 * Checks every reference in values, also inside parts given by value and in the texts of maps whose keys the model describes (policies),
 * and puts in its place what `replace` makes of the resource: the path with the native id for a cloud, the path with the CIMI id for what
 * the gateway keeps. What decides the meaning of the keys may stand in `decided` (the resource itself).
 */
export async function resolveReferences(
  session: Session,
  attributes: Attributes,
  values: Values,
  replace: Replace,
  decided: Values = values,
): Promise<Values> {
  const resolved: Record<string, unknown> = { ...values };
  for (const [key, attribute] of Object.entries(attributes)) {
    const held = resolved[key];
    if (held === undefined || held === null) continue;
    resolved[key] = await inPlace(key, () => resolveHeld(session, attribute, held, replace, { ...decided, ...values }));
  }
  return resolved;
}

async function resolveHeld(
  session: Session,
  { type, vocabulary }: Attributes[string],
  held: unknown,
  replace: Replace,
  decided: Values,
): Promise<unknown> {
  const known = vocabulary?.of[String(decided[vocabulary.by])];
  if (known) return resolveTexts(session, known, held as Readonly<Record<string, string>>, replace);
  if (!type.mapReferences || type.collects) return held;
  const found = await resolveAll(session, type, held, replace);
  return type.mapReferences(held, (reference) => found.get(reference)!);
}

async function resolveAll(
  session: Session,
  type: Attributes[string]["type"],
  held: unknown,
  replace: Replace,
): Promise<ReadonlyMap<Reference, Reference>> {
  const targets = new Map<Reference, string>();
  type.mapReferences!(held, (reference, target) => {
    targets.set(reference, target);
    return reference;
  });
  const found = new Map<Reference, Reference>();
  for (const [reference, target] of targets) found.set(reference, await resolveOne(session, target, reference, replace));
  return found;
}

async function resolveOne(session: Session, target: string, reference: Reference, replace: Replace): Promise<Reference> {
  const { href, value } = reference;
  const named = href === undefined ? undefined : await referred(session, href, target);
  return {
    ...reference,
    ...(named && replace(named)),
    ...(value && { value: await resolvePart(session, target, value, replace, named) }),
  };
}

/** What overrides a template (4.2.1.1) may leave to it what decides. */
function resolvePart(session: Session, target: string, value: Values, replace: Replace, named?: Entity): Promise<Values> {
  const { attributes } = session.cloud.model[target]!;
  return resolveReferences(session, attributes, ofConsumer(attributes, value), replace, named?.values);
}
