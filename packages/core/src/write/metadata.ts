import {
  type Attribute,
  type Description,
  InvalidValue,
  inside,
  type Reference,
  shown,
  type ValueScope,
  type Values,
} from "@cimi-gateway/model";
import { isConsumers, METADATA } from "../metadata/adapter.js";
import type { Entity } from "../read/entity.js";
import { checkScopes } from "../scopes/check.js";
import type { Session } from "../session.js";
import { referred } from "./references.js";
import { inPlace } from "./template.js";

const typeNamed = (typeURI: unknown): string => String(typeURI).replace(/^.*\//, "");

/** 5.11: what a consumer says of a type is about one that is served, in scopes that can be kept. */
function checkMetadata({ cloud }: Session, { typeURI, vscope }: Values): void {
  const type = typeNamed(typeURI);
  if (!Object.hasOwn(cloud.model, type) || !cloud.sources.has(type))
    throw new InvalidValue(`${shown(typeURI)} is no type that this cloud serves; resourceMetadata lists those`, ["typeURI"]);
  if (vscope) inside("vscope", () => checkScopes(vscope as readonly ValueScope[], type, cloud.model));
}

/** Of what the cloud says of itself a consumer changes the value scopes; what is left out of a PUT stays. */
function ownChanges(changes: Values): Values {
  const given = Object.entries(changes).filter(([key, held]) => key === "vscope" || held !== null);
  const other = given.find(([key]) => key !== "vscope");
  if (other)
    throw new InvalidValue("is what the cloud says of itself; of its ResourceMetadata only vscope can be changed (5.11)", [
      other[0],
    ]);
  return Object.fromEntries(given);
}

/** What is written of some types has to make sense beyond what the model says of each attribute. Gives what is to be written. */
type Rule = (session: Session, values: Values, entity: Entity | undefined) => Values;

const RULES: Readonly<Record<string, Rule>> = {
  [METADATA]: (session, values, entity) => {
    const changes = entity && !isConsumers(entity.native) ? ownChanges(values) : values;
    checkMetadata(session, { ...entity?.values, ...changes });
    return changes;
  },
};

/** Holds what is to be written, of a new resource or as changes of one, to the rules of its type. */
export const ruled = (session: Session, type: string, values: Values, entity?: Entity): Values =>
  RULES[type]?.(session, values, entity) ?? values;

/** The type of resources that an attribute associates ResourceMetadata with: the resource itself, or what its template makes. */
const associated = (session: Session, type: string, key: string): string =>
  key === "resourceMetadata"
    ? type
    : (Object.values(session.cloud.model).find((one) => one?.template?.type === type)?.name ?? type);

const associates = ([key, { type }]: readonly [string, Attribute<unknown>], values: Values): boolean =>
  type.target === METADATA && !type.collects && (values[key] as Reference | null | undefined)?.href !== undefined;

/** 5.11: the target of ResourceMetadata is of the type that its typeURI names. */
export async function checkAssociations(session: Session, { name, attributes }: Description, values: Values): Promise<void> {
  for (const [key] of Object.entries(attributes).filter((one) => associates(one, values))) {
    const found = await inPlace(key, () => referred(session, (values[key] as Reference).href!, METADATA));
    const [is, wanted] = [typeNamed(found.values.typeURI), associated(session, name, key)];
    if (is !== wanted) throw new InvalidValue(`is of a ${is}; that of a ${wanted} is expected`, [key]);
  }
}

/** What governs a new resource, as its template has it, by its path. */
export async function governingOf(session: Session, { template }: Description, held: Values): Promise<Reference | undefined> {
  if (!template) return undefined;
  await checkAssociations(session, session.cloud.model[template.type]!, held);
  const { href } = (held.genResourceMetadata ?? {}) as Reference;
  return href === undefined ? undefined : { href: session.localize(href) };
}
