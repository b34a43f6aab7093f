import type { Reference } from "../types/data-type.js";
import type { Words } from "./words.js";

/** Puts one reference in the place of another; undefined: it goes. The target is the type of the resource referred to. */
export type ReplaceReference = (reference: Reference, target: string) => Reference | undefined;

/** Limits of what cannot be limited further. */
export type Unlimited = Readonly<Record<string, never>>;

/**
 * How values of one kind are written inside the texts of a map (5.5.7), whose values are strings only.
 * What is written is read back as the same value, and of several texts that mean the same one is written.
 * @typeParam L what an adapter may say of a cloud that takes less than all values; data, never code
 */
export interface Notation<T, L = unknown> {
  /** What a person may write: completes "expected …". */
  readonly form: string;
  /** Refuses a text with an InvalidValue that says what would be accepted. */
  read(text: string): T;
  write(value: T): string;
  /** What the limits leave out of a value, a sentence each; nothing where they take all of it. */
  beyond(value: T, limits: L): readonly string[];
  /**
   * The value with every reference in it replaced. Undefined: with those that went it says nothing any more, or would say something else
   * than before. Absent: there is none in it.
   */
  mapReferences?(value: T, replace: ReplaceReference): T | undefined;
  /** The parts it is made of. */
  readonly made?: Made;
}

/** What a notation is made of. */
export type Made =
  | { readonly of: "values"; readonly values: readonly unknown[] }
  | { readonly of: "range"; readonly minimum: number; readonly maximum: number }
  | { readonly of: "reference"; readonly target: string }
  | { readonly of: "items"; readonly item: Notation<unknown>; readonly empty: boolean }
  | { readonly of: "kinds"; readonly words: readonly string[]; readonly kinds: Readonly<Record<string, Notation<unknown>>> }
  | { readonly of: "text" }
  | { readonly of: "parts"; readonly parts: Parts; check?(value: unknown): string | undefined };

/** A notation of several words: it takes what it needs off a text, and leaves the rest. */
export interface Phrase<T, L = unknown> extends Notation<T, L> {
  take(words: Words): T;
}

/** A part of a sentence. Its keyword is its name there (`sourcePorts`: `source-ports`). */
export interface Part<T, L = unknown, M extends boolean = boolean> {
  readonly notation: Notation<T, L>;
  readonly help: string;
  readonly mandatory: M;
  /** Whether its keyword stands before it; parts without one come first, in their order. */
  readonly named: boolean;
  /** The word that says the same as leaving the part out. */
  readonly nothing?: string;
}

export type Parts = Readonly<Record<string, Part<unknown>>>;

export type Written<N> = N extends Notation<infer T, never> ? T : never;
export type LimitsOf<N> = N extends { beyond(value: never, limits: infer L): readonly string[] } ? L : never;

/** The sentence that refuses something which a cloud does not take. */
export const notTaken = (given: string | number | boolean, taken: readonly (string | number | boolean)[]): string =>
  taken.length === 0
    ? `${given} is not supported by this cloud`
    : `${given} is not supported by this cloud, which takes ${taken.join(", ")}`;
