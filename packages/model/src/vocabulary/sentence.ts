import { InvalidValue, shown } from "../fault.js";
import {
  type LimitsOf,
  type Notation,
  notTaken,
  type Part,
  type Parts,
  type Phrase,
  type Unlimited,
  type Written,
} from "./notation.js";
import { inPart, phraseOf, readPhrase, type Words } from "./words.js";

type MandatoryOf<P extends Parts> = { [N in keyof P]: P[N] extends { readonly mandatory: true } ? N : never }[keyof P];

export type SentenceOf<P extends Parts> = { readonly [N in MandatoryOf<P>]: Written<P[N]["notation"]> } & {
  readonly [N in Exclude<keyof P, MandatoryOf<P>>]?: Written<P[N]["notation"]>;
};

/** What a cloud takes of each part; a part that is left out is refused. */
export type SentenceLimits<P extends Parts> = { readonly [N in MandatoryOf<P>]: LimitsOf<P[N]["notation"]> } & {
  readonly [N in Exclude<keyof P, MandatoryOf<P>>]?: LimitsOf<P[N]["notation"]>;
};

/** A part that stands in its place, without a keyword. */
export const place = <T, L>(notation: Notation<T, L>, help: string): Part<T, L, true> => ({
  notation,
  help,
  mandatory: true,
  named: false,
});

interface Absence {
  readonly nothing?: string;
}

/** A part behind its keyword, which may be left out. */
export const clause = <T, L>(notation: Notation<T, L>, help: string, absence: Absence = {}): Part<T, L, false> => ({
  notation,
  help,
  mandatory: false,
  named: true,
  ...absence,
});

/** A part behind its keyword, which is always there. */
export const needed = <T, L>(notation: Notation<T, L>, help: string): Part<T, L, true> => ({
  notation,
  help,
  mandatory: true,
  named: true,
});

const present: Phrase<true, Unlimited> = {
  form: "nothing",
  take: () => true,
  read: () => true,
  write: () => "",
  beyond: () => [],
  made: { of: "values", values: [true] },
};

/** A keyword that says something by being there. */
export const flag = (help: string): Part<true, Unlimited, false> => clause(present, help);

/** `sourcePorts` → `source-ports`. */
const keywordOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

type Held = Readonly<Record<string, unknown>>;

function takeParts(parts: Parts, words: Words): Held {
  const read: Record<string, unknown> = {};
  const seen = new Set<string>();
  for (const [name, { notation, named }] of Object.entries(parts))
    if (!named) read[name] = inPart(name, () => phraseOf(notation).take(words));
  for (let keyword = words.peek(); keyword !== undefined; keyword = words.peek()) {
    const found = Object.entries(parts).find(([name, { named }]) => named && keywordOf(name) === keyword);
    if (!found) break;
    const [name, { notation, nothing }] = found;
    if (seen.has(name)) throw new InvalidValue(`${keyword} is given twice; it may appear once`);
    seen.add(name);
    words.takes(keyword);
    if (nothing === undefined || !words.takes(nothing)) read[name] = inPart(keyword, () => phraseOf(notation).take(words));
  }
  const keywords = Object.entries(parts).flatMap(([name, { named }]) => (named && !seen.has(name) ? [keywordOf(name)] : []));
  words.end(keywords);
  return read;
}

function complete(parts: Parts, read: Held): Held {
  for (const [name, { mandatory, notation }] of Object.entries(parts))
    if (mandatory && !(name in read)) throw new InvalidValue(`lacks ${keywordOf(name)} and, behind it, ${notation.form}`);
  return read;
}

const writePart = (name: string, { notation, named }: Part<unknown>, value: unknown): string =>
  [...(named ? [keywordOf(name)] : []), phraseOf(notation).write(value)].filter((text) => text !== "").join(" ");

/** The parts that a sentence has, in the order of the description. */
const partsIn = (parts: Parts, held: Held): readonly (readonly [string, Part<unknown>, unknown])[] =>
  Object.entries(parts).flatMap(([name, part]) => (held[name] === undefined ? [] : [[name, part, held[name]] as const]));

function partsBeyond(parts: Parts, held: Held, limits: Held): readonly string[] {
  return partsIn(parts, held).flatMap(([name, { notation }, value]) =>
    limits[name] === undefined
      ? [notTaken(keywordOf(name), Object.keys(limits).map(keywordOf))]
      : notation.beyond(value, limits[name]).map((problem) => `${keywordOf(name)}: ${problem}`),
  );
}

function partForm([name, { named, mandatory, notation }]: readonly [string, Part<unknown>]): string {
  const text = named ? `${keywordOf(name)}${notation === present ? "" : " …"}` : `<${keywordOf(name)}>`;
  return mandatory ? text : `[${text}]`;
}

interface Checks<P extends Parts> {
  /** What is wrong with parts that do not go together; undefined: nothing. */
  readonly check?: (value: SentenceOf<P>) => string | undefined;
}

/** A sentence: parts in their places, then clauses, of which each begins with its keyword. Clauses are read in any order. */
export function sentence<const P extends Parts>(parts: P, { check }: Checks<P> = {}): Notation<SentenceOf<P>, SentenceLimits<P>> {
  const read = (text: string): SentenceOf<P> => {
    const value = complete(
      parts,
      readPhrase(text, (words) => takeParts(parts, words)),
    ) as SentenceOf<P>;
    const problem = check?.(value);
    if (problem !== undefined) throw new InvalidValue(`${problem}, got ${shown(text)}`);
    return value;
  };
  return {
    form: Object.entries(parts).map(partForm).join(" "),
    read,
    write: (value) =>
      partsIn(parts, value as Held)
        .map((part) => writePart(...part))
        .join(" "),
    beyond: (value, limits) => partsBeyond(parts, value as Held, limits as Held),
    // A clause that is left out often says "all": a rule whose peers are gone would open what it closed, so that it goes as a whole.
    mapReferences(value, replace) {
      const mapped = partsIn(parts, value as Held).map(
        ([name, { notation }, held]) => [name, notation.mapReferences ? notation.mapReferences(held, replace) : held] as const,
      );
      const made = Object.fromEntries(mapped) as SentenceOf<P>;
      return mapped.some(([, held]) => held === undefined) || check?.(made) !== undefined ? undefined : made;
    },
    made: { of: "parts", parts, ...(check && { check: (value: unknown) => check(value as SentenceOf<P>) }) },
  };
}
