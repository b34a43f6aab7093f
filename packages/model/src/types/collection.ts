import type { DataType, Reference } from "./data-type.js";
import { ref } from "./ref.js";

export interface CollectionTraits {
  /**
   * The items live elsewhere and are only listed here ("semantics of usage"): in edition 2 they are those resources themselves,
   * in edition 1 link resources of this type that hold a reference to them.
   */
  readonly link?: string;
  /** The items live elsewhere, too, and this attribute of theirs says in whose Collection they are ("basic" Collections, 5.5.12). */
  readonly by?: string;
  /** 5.10.2: items that live elsewhere are components of the owner all the same: this Collection is their parent. */
  readonly components?: boolean;
  /** Existing resources may be added with `insert` and taken out with `remove` (5.5.12.2, 5.5.12.3). */
  readonly inserts?: boolean;
}

export interface CollectionType extends DataType<Reference>, CollectionTraits {
  readonly target: string;
  readonly collects: true;
}

/** What a consumer sends back of an expanded Collection is its reference: items are added and taken out through the Collection. */
function onlyLink(json: unknown): unknown {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return json;
  const { href } = json as { href?: unknown };
  return href === undefined ? {} : { href };
}

/** 5.5.12: a Collection travels as a reference to it; expanded, it shows its items and its operations. */
export function collection(target: string, traits: CollectionTraits = {}): CollectionType {
  const link = ref(target);
  return {
    ...link,
    ...traits,
    label: `collection[${target}]`,
    target,
    collects: true,
    fromJson: (json, reading) => link.fromJson(onlyLink(json), reading),
    fromXml: (elements, reading) =>
      link.fromXml(
        elements.map((element) => ({ ...element, children: [] })),
        reading,
      ),
  };
}
