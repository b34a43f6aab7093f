import { type Model, model } from "@cimi-gateway/model";

const described: Model = model;

/** Where the resources of a type are found: an attribute of an owner that holds a Collection of them. */
export interface Place {
  readonly owner: string;
  readonly attribute: string;
  readonly inserts: boolean;
  /** The Collection only lists what lives elsewhere. */
  readonly lists: boolean;
}

/** Every Collection of a type, that of the Cloud Entry Point first. */
export const placesOf = (type: string): readonly Place[] =>
  Object.values(described)
    .flatMap((owner) =>
      Object.entries(owner!.attributes)
        .filter(([, attribute]) => attribute.type.collects && attribute.type.target === type)
        .map(([attribute, { type: held }]) => {
          const { inserts = false, link } = held as { inserts?: boolean; link?: string };
          return { owner: owner!.name, attribute, inserts, lists: link !== undefined };
        }),
    )
    .sort((a, b) => Number(b.owner === ENTRY_POINT) - Number(a.owner === ENTRY_POINT));

const ENTRY_POINT = "CloudEntryPoint";

/** The path of an imaginary resource of a type, within a cloud. */
export function pathOf(type: string): string {
  const description = described[type];
  if (!description || type === ENTRY_POINT) return "cloudEntryPoint";
  if (description.collection !== undefined) return `${description.collection}/1`;
  const [place] = [...placesOf(type), ...linkPlaces(type)];
  return place ? `${pathOf(place.owner)}/${place.attribute}/1` : `${type}/1`;
}

/** Edition 1's link types stand in Collections whose items are of another type. */
const linkPlaces = (type: string): readonly Pick<Place, "owner" | "attribute">[] =>
  Object.values(described).flatMap((owner) =>
    Object.entries(owner!.attributes)
      .filter(([, attribute]) => (attribute.type as { link?: string }).link === type)
      .map(([attribute]) => ({ owner: owner!.name, attribute })),
  );

/** The resource that an imaginary resource of a type is a component of (5.10.2). */
export const parentOf = (type: string): string => {
  const path = pathOf(type).split("/");
  return path.length > 2 ? path.slice(0, -2).join("/") : "cloudEntryPoint";
};
