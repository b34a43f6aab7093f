import { type Description, inside, type Reference, type Values } from "@cimi-gateway/model";
import { type Scopes, scopesOf } from "../scopes/governing.js";
import type { Place } from "../scopes/within.js";
import type { Session } from "../session.js";
import { type Common, commonOf } from "./common.js";
import type { Asked } from "./native-create.js";
import { membersOf, newItem, newResource, newWithin } from "./scoped.js";
import { inPlace, overridden } from "./template.js";

/** A configuration in a template: its key there, what was given of it, and what it says with defaults. */
interface Configuration {
  readonly key: string;
  readonly description: Description;
  readonly given: Values;
  readonly values: Values;
}

interface Whole {
  readonly description: Description;
  readonly template: Description;
  readonly configurations: readonly Configuration[];
  /** Those of the resource to be made. */
  readonly scopes: Scopes;
}

/** A request to make something, within the scopes of all that it is made of. */
export interface Scoped {
  readonly asked: Asked;
  /** Holds the configuration that was chosen to the scopes of what was asked for: it may be a larger one. */
  checkChosen(chosen: Values): void;
}

/**
 * 5.5.14, 5.11: a template, the configurations in it, and the resource to be made, each within the scopes of its type; those of the resource
 * are its template's where that names some. A default goes where the attribute is said: into the configuration or the template.
 */
export async function scopedCreate(session: Session, description: Description, asked: Asked): Promise<Scoped> {
  if (!description.template) return { asked: await scopedItself(session, description, asked), checkChosen: () => {} };
  const template = session.cloud.model[description.template.type]!;
  const held = await newResource(session, template, asked.held);
  const scopes = await scopesOf(session, description.name, held.genResourceMetadata as Reference | undefined);
  const configurations = await configurationsIn(session, template, held, scopes);
  const whole: Whole = { description, template, configurations, scopes };
  const made = scopedWhole(session, whole, { ...asked, held });
  return { asked: made, checkChosen: (chosen) => void within(session, whole, { ...saidBy(whole, made), ...chosen }) };
}

/** What has no template is described by itself. */
async function scopedItself(session: Session, description: Description, asked: Asked): Promise<Asked> {
  const own = await newResource(session, description, { ...asked.common, ...asked.held });
  const values = asked.owner ? await newItem(session, description, own, asked.owner.parent) : own;
  return { ...asked, ...separated(values) };
}

/** What a request says beside the template, and the rest. */
export function separated(values: Values): { readonly common: Common; readonly held: Values } {
  const common = commonOf(values);
  return { common, held: Object.fromEntries(Object.entries(values).filter(([key]) => !(key in common))) };
}

/** Configurations are read where something is said of their type, or of what they decide for the resource. */
async function configurationsIn(
  session: Session,
  { attributes }: Description,
  held: Values,
  scopes: Scopes,
): Promise<readonly Configuration[]> {
  const found: Configuration[] = [];
  for (const [key, { type }] of Object.entries(attributes)) {
    const description = type.item || type.target === undefined ? undefined : session.cloud.model[type.target];
    if (held[key] === undefined || !description || !isConfiguration(description)) continue;
    const own = await scopesOf(session, description.name, undefined);
    if (own.length === 0 && !isAbout(scopes, description)) continue;
    const given = await inPlace(key, () => overridden(session, description.name, held[key] as Reference));
    const values = inside(key, () => newWithin(session, description.attributes, given, own));
    found.push({ key, description, given, values });
  }
  return found;
}

const isAbout = (scopes: Scopes, { attributes }: Description): boolean =>
  scopes.some((alternatives) => alternatives.some((scope) => Object.keys(scope).some((name) => name in attributes)));

/** Types that only say what something else is to be, and may be given by value: they have no state, no template and no data. */
const isConfiguration = ({ name, stable, template }: Description): boolean =>
  !stable && !template && name.endsWith("Configuration");

const saidBy = ({ configurations }: Whole, { common, held }: Asked): Values =>
  Object.assign({}, ...configurations.map(({ values }) => values), held, common) as Values;

const within = (session: Session, whole: Whole, said: Values): Values =>
  newWithin(session, whole.description.attributes, said, whole.scopes, { places: placesOf(whole) });

/** Items of the new resource's Collections are in the template, or in a configuration, under the same name or as what is made or joins. */
const placesOf =
  ({ template, configurations }: Whole) =>
  (name: string): readonly Place[] => [
    ...Object.entries(template.attributes)
      .filter(([key, { makes, joins }]) => [key, makes, joins].includes(name))
      .map(([key]) => ({ key, attributes: membersOf(template.attributes, key) })),
    ...configurations
      .filter(({ description }) => name in description.attributes)
      .map(({ description }) => ({ key: name, attributes: membersOf(description.attributes, name) })),
  ];

function scopedWhole(session: Session, whole: Whole, asked: Asked): Asked {
  const said = saidBy(whole, asked);
  const made = within(session, whole, said);
  const added = Object.fromEntries(Object.entries(made).filter(([key, held]) => held !== said[key]));
  const common = commonOf({ ...asked.common, ...commonOf(added) });
  const held: Record<string, unknown> = { ...asked.held };
  for (const [key, value] of Object.entries(added)) if (key in whole.template.attributes && !(key in common)) held[key] = value;
  for (const one of whole.configurations) held[one.key] = configured(held[one.key] as Reference, one, added);
  return { ...asked, common, held };
}

/** The configuration as it was given, overridden by the defaults. */
function configured(reference: Reference, { description, given, values }: Configuration, added: Values): Reference {
  const all = { ...values, ...added };
  const defaults = Object.entries(all).filter(([key, held]) => key in description.attributes && held !== given[key]);
  const isOwn = ([key]: readonly [string, unknown]): boolean => !(key in OF_EVERYTHING);
  const overrides = Object.fromEntries(defaults.filter(isOwn));
  return Object.keys(overrides).length === 0 ? reference : { ...reference, value: { ...reference.value, ...overrides } };
}

/** Says something of the configuration itself, not of what is made. */
const OF_EVERYTHING: Values = { name: true, description: true, properties: true };
