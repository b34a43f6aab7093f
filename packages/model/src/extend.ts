import type { Attribute, Attributes, Description, Operation, Operations } from "./describe.js";
import type { Model } from "./model.js";
import { type Confidential, mayHoldSecrets } from "./secrets.js";

/** 5.1: what a provider adds to one type, in a namespace of its own. */
export interface Extension {
  readonly attributes?: Attributes;
  readonly operations?: Operations;
  /** 5.3: what the template demands, with the attributes of the template that may stand in for it. */
  readonly instead?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The model with what a provider adds to it. What may be said at creation is in the template, too, from which the type is made.
 *
 * @throws Error for an extension that is in no namespace, or that redefines what CIMI defines
 */
export function extendedModel(model: Model, extensions: Readonly<Record<string, Extension | undefined>>): Model {
  const made: Record<string, Description | undefined> = { ...model };
  for (const [type, extension] of Object.entries(extensions)) {
    const description = model[type];
    if (!extension || !description) continue;
    checkExtension(description, extension);
    made[type] = extended(description, extension.attributes ?? {}, extension.operations ?? {});
    const template = description.template && made[description.template.type];
    if (template)
      made[template.name] = extended(
        template,
        { ...inTemplate(extension.attributes ?? {}), ...dispensable(template, extension) },
        {},
      );
  }
  return made;
}

const extended = (description: Description, attributes: Attributes, operations: Operations): Description => ({
  ...description,
  attributes: { ...description.attributes, ...attributes },
  operations: { ...description.operations, ...operations },
});

/** A template says what is to be: until something is made from it, it may change. */
const inTemplate = (attributes: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(attributes)
      .filter(([, { atCreation }]) => atCreation)
      .map(([name, attribute]) => [name, { ...attribute, mutable: true, consumerWritable: true, consumerMandatory: false }]),
  );

function dispensable(template: Description, { instead = {} }: Extension): Attributes {
  const entries = Object.entries(instead).map(([name, others]) => {
    const unknown = [name, ...others].find((one) => !(one in template.attributes));
    if (unknown !== undefined) refuse(template, unknown, "the template has no such attribute");
    return [name, { ...template.attributes[name]!, consumerMandatory: false, instead: others }] as const;
  });
  return Object.fromEntries(entries);
}

/** 5.2: what an identifier may be. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

function checkExtension(description: Description, { attributes = {}, operations = {} }: Extension): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    checkName(description, name);
    checkAttribute(description, name, attribute);
  }
  for (const [name, { uri }] of Object.entries(operations)) {
    checkName(description, name);
    if (uri === undefined) refuse(description, name, "an operation that CIMI does not define needs a URI");
    checkStates(description, name, operations[name]!);
  }
}

/** 5.8: an operation that a provider adds leads between states that CIMI defines. */
function checkStates(description: Description, name: string, { from, during, after }: Operation): void {
  const states = description.attributes.state?.type.values ?? [];
  const unknown = [...from, ...during, ...(after === undefined ? [] : [after])].find((state) => !states.includes(state));
  if (unknown !== undefined) refuse(description, name, `the type has no state ${unknown}; it has ${states.join(", ")}`);
}

function checkName(description: Description, name: string): void {
  const { attributes, operations } = description;
  if (!NAME.test(name)) refuse(description, name, "is no identifier (5.2)");
  const known = Object.entries(attributes).flatMap(([key, { names }]) => [key, ...Object.values(names ?? {})]);
  if (known.includes(name) || name in operations) refuse(description, name, "is defined by CIMI already");
}

function checkAttribute(description: Description, name: string, attribute: Attribute<unknown>): void {
  if (attribute.namespace === undefined) refuse(description, name, "an attribute that CIMI does not define needs a namespace");
  if (attribute.type.collects) refuse(description, name, "a Collection cannot be an extension");
  if (holdsSecrets(attribute)) refuse(description, name, "an extension holds no secrets");
}

/** Also in the members of a structure, or of the items of an array. */
const holdsSecrets = (attribute: Confidential): boolean =>
  mayHoldSecrets(attribute) || Object.values(attribute.type.members ?? {}).some(holdsSecrets);

function refuse({ name: type }: Description, name: string, problem: string): never {
  throw new Error(`the extension ${name} of a ${type}: ${problem}`);
}
