import type { Description } from "./describe.js";
import { type Model, model, type ResourceName } from "./model.js";

const described: Model = model;

/**
 * What instances of these types are made from (4.2.1.1): their templates, and the configurations that those templates refer to, which
 * are the types with neither a state nor a template of their own, and no templates of anything else.
 */
export function makingsOf(types: Iterable<string>): ReadonlySet<ResourceName> {
  const templates = [...types].flatMap((type) => described[type]!.template?.type ?? []);
  const configurations = templates.flatMap((type) => referredTo(described[type]!)).filter((type) => isPlain(described[type]!));
  return new Set([...templates, ...configurations].filter((type) => type !== "ResourceMetadata") as ResourceName[]);
}

const referredTo = ({ attributes }: Description): string[] =>
  Object.values(attributes).flatMap(({ type }) => (type.target !== undefined && type.target in described ? [type.target] : []));

const TEMPLATES: ReadonlySet<string> = new Set(
  Object.values(described).flatMap((description) => description?.template?.type ?? []),
);

const isPlain = ({ name, stable, template, collection }: Description): boolean =>
  !stable && !template && collection !== undefined && !TEMPLATES.has(name);
