import {
  type Attributes,
  type Description,
  InvalidValue,
  type Model,
  model,
  type Reference,
  type Values,
} from "@cimi-gateway/model";
import type { Part } from "../jobs/intent.js";
import { collectionOf } from "../route.js";
import type { Session } from "../session.js";
import { type Asked, createOf } from "./native-create.js";
import { inPlace, mergedTemplate } from "./template.js";

const described: Model = model;

/** The type that is made from a template of a type. */
const MADE: ReadonlyMap<string, string> = new Map(
  Object.values(described).flatMap((one) => (one!.template ? [[one!.template.type, one!.name] as const] : [])),
);

const making = ({ attributes }: Description) => Object.entries(attributes).filter(([, { makes }]) => makes !== undefined);

/** The template without what is made, or inserted, by steps of their own. */
export const withoutParts = (template: Description, held: Values): Values =>
  Object.fromEntries(
    Object.entries(held).filter(([key]) => {
      const attribute = template.attributes[key];
      return attribute?.makes === undefined && attribute?.joins === undefined;
    }),
  );

/**
 * What is to be made from the templates in a template, each with what is to be made from the templates in it (5.14.3, 5.16.3). All of it
 * goes to the place that is asked for the whole.
 */
export async function partsOf(session: Session, description: Description, asked: Asked): Promise<readonly Part[]> {
  if (!description.template) return [];
  const { held } = asked;
  const template = session.cloud.model[description.template.type]!;
  const parts: Part[] = [];
  for (const [key, { makes, type }] of making(template)) {
    for (const [index, entry] of ((held[key] as readonly Values[] | undefined) ?? []).entries()) {
      const place = placeOf(description, template, makes!);
      const plan = () =>
        partOf(session, entry, type as Attributes[string]["type"], { ...place, name: `${makes}-${index}` }, asked);
      parts.push(await inPlace(key, () => inPlace(index, plan)));
    }
  }
  return parts;
}

type Place = Pick<Part, "into" | "by">;

/** What the template of the whole takes in ready-made is made before it; what names the whole, after it. */
function placeOf({ name }: Description, { attributes }: Description, makes: string): Place {
  const ready = attributes[makes];
  return ready && ready.joins === undefined ? { into: makes } : { by: collectionOf(name, makes)!.by! };
}

async function partOf(
  session: Session,
  entry: Values,
  { target, members }: Attributes[string]["type"],
  place: Place & { name: string },
  { common: { location }, trail }: Asked,
): Promise<Part> {
  const [member, type] = members ? referenceIn(members) : [undefined, target!];
  const reference = (member === undefined ? entry : entry[member]) as Reference;
  const made = session.cloud.model[MADE.get(type)!]!;
  const followed = trail.follow(reference.href === undefined ? undefined : session.local(reference.href)?.segments.join("/"));
  const held = await mergedTemplate(session, made, { [made.template!.attribute]: reference });
  checkOwner(held, place.by, made);
  const common = location === undefined ? {} : { location };
  const { intent } = await createOf(session, made, { common, held, trail: followed });
  const accessories = accessoriesOf(entry, member);
  return { ...place, ...(Object.keys(accessories).length > 0 && { accessories }), intent };
}

const accessoriesOf = (entry: Values, member: string | undefined): Values =>
  member === undefined ? {} : Object.fromEntries(Object.entries(entry).filter(([key]) => key !== member));

/** The member of a structure that refers to a template. */
function referenceIn(members: NonNullable<Attributes[string]["type"]["members"]>): readonly [string, string] {
  const [key, { type }] = Object.entries(members).find(([, held]) => MADE.has(held.type.target ?? ""))!;
  return [key, type.target!];
}

/** 5.16.7, 5.16.19: what is made with another belongs to that one. */
function checkOwner(held: Values, by: string | undefined, { name }: Description): void {
  if (by !== undefined && held[by] !== undefined)
    throw new InvalidValue(`must be absent here: the ${name} belongs to what it is made with`, [by]);
}
