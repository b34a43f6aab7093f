import type { StringMap } from "../types/map.js";
import type { LimitsOf, Notation, Unlimited, Written } from "./notation.js";

interface About {
  /** What the key means, for the reference pages. */
  readonly help: string;
  /** Values as people write them; each is in its canonical form. */
  readonly examples: readonly string[];
  /** Never shown, logged or kept beyond the request. */
  readonly secret?: boolean;
}

/** A key of a map, or a family of keys: `rule.web`, `rule.1`, of which each has a name behind the dot. */
export interface Key<T, L = unknown, F extends boolean = boolean> extends About {
  readonly notation: Notation<T, L>;
  readonly family: F;
  /** Families only: the names there are. Absent: any. */
  readonly names?: readonly string[];
}

export type Keys = Readonly<Record<string, Key<unknown>>>;

/** What the keys of a map mean, and how their values are written. */
export interface Vocabulary<K extends Keys = Keys> {
  readonly help: string;
  readonly keys: K;
  /** Whether other keys are kept as they are, in `more`; else they are refused. */
  readonly open: boolean;
}

export type Named<T> = Readonly<Record<string, T>>;

/** The values of a map, each of the type of its key. A family is a record by the names of its keys. */
export type Entries<K extends Keys> = {
  readonly [N in keyof K]?: K[N] extends { readonly family: true } ? Named<Written<K[N]["notation"]>> : Written<K[N]["notation"]>;
} & { readonly more?: StringMap };

export interface FamilyLimits<T, L> {
  /** The most keys that a cloud takes in one map. */
  readonly most?: number;
  /** Parts in which no two keys may be the same together (a priority and its direction). */
  readonly distinct?: readonly (keyof T)[];
  readonly each: L;
}

/** What a cloud takes of each key; a key that is left out is refused. `more`: that it takes keys which are not described. */
export type EntryLimits<K extends Keys> = {
  readonly [N in keyof K]?: K[N] extends { readonly family: true }
    ? FamilyLimits<Written<K[N]["notation"]>, LimitsOf<K[N]["notation"]>>
    : LimitsOf<K[N]["notation"]>;
} & { readonly more?: Unlimited };

export const key = <T, L>(notation: Notation<T, L>, about: About): Key<T, L, false> => ({ ...about, notation, family: false });

interface Names {
  readonly names?: readonly string[];
}

export const family = <T, L>(notation: Notation<T, L>, about: About & Names): Key<T, L, true> => ({
  ...about,
  notation,
  family: true,
});

export const vocabulary = <const K extends Keys>(help: string, keys: K, open = false): Vocabulary<K> => ({ help, keys, open });

/** The keys as people may write them: `rule.<name>`, `default.in`. */
export const keyForms = ({ keys }: Vocabulary): readonly string[] =>
  Object.entries(keys).flatMap(([name, { family: isFamily, names }]) =>
    isFamily ? (names?.map((member) => `${name}.${member}`) ?? [`${name}.<name>`]) : [name],
  );

/** The types of the resources that the values may refer to. */
export const typesNamedIn = ({ keys }: Vocabulary): readonly string[] =>
  Object.values(keys).flatMap(({ notation }) => typesIn(notation));

function typesIn({ made }: Notation<unknown>): readonly string[] {
  switch (made?.of) {
    case "reference":
      return [made.target];
    case "items":
      return typesIn(made.item);
    case "kinds":
      return Object.values(made.kinds).flatMap(typesIn);
    case "parts":
      return Object.values(made.parts).flatMap(({ notation }) => typesIn(notation));
    default:
      return [];
  }
}
