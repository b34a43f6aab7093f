import type { CollectionType, Model, Reference, ResourceName } from "@cimi-gateway/model";
import { model } from "@cimi-gateway/model";
import type { Named } from "../jobs/intent.js";
import type { Entity } from "../read/entity.js";
import { keptNames } from "../read/kept-references.js";
import type { Session } from "../session.js";

const described: Model = model;

/**
 * What a cloud deletes with a resource (5.10.2: its components; Table 21: partial snapshots that build on it), as far as the gateway has
 * to know: what its own resources name, and what it would show for a while although the cloud does not, as it was made just now.
 */
export async function goingAlong(session: Session, entity: Entity): Promise<readonly Named[]> {
  const named = [...(await components(session, entity)), ...(await dependents(session, entity))];
  return named.map(({ type, nativeId, path }) => ({ type: type as ResourceName, nativeId, path }));
}

async function components(session: Session, { type, path }: Entity): Promise<readonly Entity[]> {
  const collections = Object.values(described[type]!.attributes).map((attribute) => attribute.type as Partial<CollectionType>);
  const found = collections
    .filter(({ components }) => components)
    .map(async ({ target, by }) => {
      const candidates = await known(session, target!);
      return candidates.filter(({ values }) => hrefIn(values[by!]) === path);
    });
  return (await Promise.all(found)).flat();
}

async function dependents(session: Session, entity: Entity): Promise<readonly Entity[]> {
  const found = Object.entries(described[entity.type]!.attributes).map(async ([key, { goesAlong }]) => {
    if (!goesAlong) return [];
    const candidates = await known(session, entity.type, entity);
    const goes = await Promise.all(candidates.map((candidate) => follows(session, candidate, entity, { key, goesAlong })));
    return candidates.filter((_, index) => goes[index]);
  });
  return (await Promise.all(found)).flat();
}

interface Bond {
  readonly key: string;
  readonly goesAlong: Readonly<Record<string, string>>;
}

/** Whether a resource goes with another, directly or with what lies between; chains that bite their tail end, too. */
async function follows(session: Session, from: Entity, end: Entity, { key, goesAlong }: Bond): Promise<boolean> {
  const passed = new Set<string>();
  for (let at: Entity | undefined = from; at && !passed.has(at.path); ) {
    const { values, path } = at;
    const next = hrefIn(values[key]);
    if (next === undefined || !Object.entries(goesAlong).every(([name, held]) => values[name] === held)) return false;
    if (next === end.path) return true;
    passed.add(path);
    at = await session.view.find(end.type, idIn(next));
  }
  return false;
}

async function known({ cloud, reader, view }: Session, type: string, without?: Entity): Promise<readonly Entity[]> {
  if (!cloud.sources.has(type)) return [];
  const { scope, translator, model } = cloud;
  const { records, identities } = translator.store;
  const paths = await keptNames({ records, scope, model }, type);
  const made = reader.options.recent.nativeIds(type);
  const ids = new Set([...[...paths].map(idIn), ...(await identities.ids(scope, type, made)).values()]);
  if (without) ids.delete(without.id);
  return ids.size === 0 ? [] : [...(await view.findAll(type, [...ids])).values()];
}

const hrefIn = (held: unknown): string | undefined => (held as Reference | undefined)?.href;
const idIn = (path: string): string => decodeURIComponent(path.replace(/^.*\//, ""));
