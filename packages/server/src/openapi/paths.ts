import type { Offer, OfferedCollection, Offers } from "@cimi-gateway/core";
import { type Description, type Edition, type JsonSchema, type Model, model } from "@cimi-gateway/model";
import { parameters, pathParameter } from "./parameters.js";
import { content, jobAnswers, postAnswers, readAnswers, updateAnswers } from "./responses.js";
import { actionName, collectionName, createName, type Pointer, pointer, schemaName } from "./schema-names.js";

const described: Model = model;

/** The strict face of one cloud in one edition. */
export interface FaceOffer {
  readonly cloud: string;
  readonly edition: Edition;
  readonly offers: Offers;
}

type Paths = readonly (readonly [string, JsonSchema])[];

/** Where something is, and the parameters that the path has so far. */
interface Place {
  readonly path: string;
  readonly ids: readonly string[];
}

/** Every address of a face. */
export function pathsOf(face: FaceOffer): Paths {
  const base = `/cimi/${face.edition}/${face.cloud}`;
  const collections = [...face.offers.values()].flatMap((offer) => {
    const { description } = offer;
    const { collection } = description;
    return offer.collection && collection !== undefined && isSpokenIn(description, face.edition)
      ? collectionPaths(face, { path: `${base}/${collection}`, ids: [] }, offer.collection[face.edition])
      : [];
  });
  const entryPoint = `${base}/cloudEntryPoint`;
  const name = schemaName("CloudEntryPoint", face.edition);
  const own = { get: readOf(face, entryPoint, name, "itself"), ...putOf(face, entryPoint, "CloudEntryPoint") };
  return [[entryPoint, own], ...collections];
}

const isSpokenIn = ({ since, until }: { readonly since: Edition; readonly until: Edition }, edition: Edition): boolean =>
  since <= edition && edition <= until;

/** A Collection, its items, and what is inside them. */
function collectionPaths(face: FaceOffer, place: Place, collection: OfferedCollection): Paths {
  const { edition, offers } = face;
  const shown = collection.link ?? collection.type;
  const get = readOf(face, place.path, collectionName(shown, edition), "list");
  const post = postOf(face, place.path, collection);
  const own = [place.path, { ...given(place), get, ...(post && { post }) }] as const;
  const item = { path: `${place.path}/{${idOf(place)}}`, ids: [...place.ids, idOf(place)] };
  if (collection.link !== undefined)
    return [own, [item.path, { ...given(item), get: readOf(face, item.path, schemaName(shown, edition), "itself") }]];
  // What other resources list is found at its own address in edition 2.
  const livesElsewhere = place.ids.length > 0 && described[shown]!.collection !== undefined;
  return livesElsewhere ? [own] : [own, ...itemPaths(face, item, offers.get(collection.type)!)];
}

const idOf = ({ ids }: Place): string => (ids.length === 0 ? "id" : `id${ids.length + 1}`);

const given = ({ ids }: Place): JsonSchema => (ids.length === 0 ? {} : { parameters: ids.map(pathParameter) });

function itemPaths(face: FaceOffer, place: Place, offer: Offer): Paths {
  const { edition } = face;
  const name = schemaName(offer.type, edition);
  const item = {
    ...given(place),
    get: readOf(face, place.path, name, "itself"),
    ...putOf(face, place.path, offer.type),
    ...(offer.delete && {
      delete: { ...of(face, "delete", place.path), parameters: parameters("ifMatch", "format"), responses: jobAnswers(edition) },
    }),
  };
  const operations = offer.operations[edition].map(
    (operation) => [`${place.path}/${operation}`, { ...given(place), post: operationOf(face, place, offer, operation) }] as const,
  );
  const nested = Object.entries(offer.collections)
    .filter(([attribute]) => isSpokenIn(described[offer.type]!.attributes[attribute]!, edition))
    .flatMap(([attribute, collection]) =>
      collectionPaths(face, { path: `${place.path}/${attribute}`, ids: place.ids }, collection[edition]),
    );
  return [[place.path, item], ...operations, ...nested];
}

/** What every request has: a name of its own, and the cloud to which it belongs. */
const of = ({ cloud }: FaceOffer, method: string, path: string): JsonSchema => ({
  operationId: `${method}${path.replace("/cimi/", "-").replaceAll("/", "-").replace(/[{}]/g, "")}`,
  tags: [cloud],
});

const readOf = (face: FaceOffer, path: string, name: string, what: "list" | "itself"): JsonSchema => ({
  ...of(face, "get", path),
  parameters:
    what === "list"
      ? parameters("filter", "first", "last", "orderby", "select", "expand", "format", "ifNoneMatch")
      : parameters("select", "expand", "format", "ifNoneMatch"),
  responses: readAnswers(name, face.edition),
});

const body = (...schemas: readonly Pointer[]): JsonSchema => ({
  required: true,
  content: content(schemas.length === 1 ? schemas[0]! : { anyOf: schemas }),
});

const putOf = (face: FaceOffer, path: string, type: string): JsonSchema =>
  face.offers.get(type)?.edit
    ? { put: { ...of(face, "put", path), ...updateOf(schemaName(type, face.edition), face.edition) } }
    : {};

const updateOf = (name: string, edition: Edition): JsonSchema => ({
  parameters: parameters("select", "format", "ifMatch"),
  requestBody: body(pointer("schemas", name)),
  responses: updateAnswers(name, edition),
});

/** 5.5.12.1 to 5.5.12.3. */
function postOf(face: FaceOffer, path: string, { type: listed, link, operations }: OfferedCollection): JsonSchema | undefined {
  if (operations.length === 0) return undefined;
  const { edition } = face;
  // Edition 1 makes what it does not know by way of its link.
  const type = link !== undefined && !isSpokenIn(described[listed]!, edition) ? link : listed;
  const acts = operations.filter((operation) => operation !== "add");
  const adds = operations.includes("add");
  const bodies = [...(adds ? [newOf(described[type]!, edition)] : []), ...acts.map((act) => actionName(type, act, edition))];
  return {
    ...of(face, "post", path),
    parameters: parameters("format"),
    requestBody: body(...bodies.map((name) => pointer("schemas", name))),
    responses: postAnswers(schemaName(type, edition), adds, acts.length > 0, edition),
  };
}

const newOf = ({ name, template }: Description, edition: Edition): string =>
  template ? createName(name, edition) : schemaName(name, edition);

/** 4.2.1.5; what an operation makes may be its body instead of an Action (5.14.7.1). */
function operationOf(face: FaceOffer, { path }: Place, { type, description }: Offer, operation: string): JsonSchema {
  const { edition } = face;
  const { creates } = description.operations[operation]!;
  const bodies = [actionName(type, operation, edition), ...(creates === undefined ? [] : [schemaName(creates, edition)])];
  return {
    ...of(face, "post", `${path}/${operation}`),
    parameters: parameters("format", "ifMatch"),
    requestBody: body(...bodies.map((name) => pointer("schemas", name))),
    responses: jobAnswers(edition),
  };
}
