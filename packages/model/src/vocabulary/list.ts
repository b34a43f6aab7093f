import type { Notation, Phrase } from "./notation.js";
import { phraseOf, readPhrase, type Words } from "./words.js";

export interface ListLimits<L> {
  /** The most items that a cloud takes in one list. */
  readonly most?: number;
  /** What it takes of each. */
  readonly each: L;
}

/** One item or more, with a comma between each two, or a word. */
export function list<T, L>(item: Notation<T, L>, joint = ","): Phrase<readonly T[], ListLimits<L>> {
  const phrase = phraseOf(item);
  const take = (words: Words): readonly T[] => {
    const items = [phrase.take(words)];
    while (words.takes(joint)) items.push(phrase.take(words));
    return items;
  };
  const { mapReferences } = phrase;
  return {
    form: `${item.form}; more after ${joint === "," ? "commas" : `"${joint}"`}`,
    take,
    read: (text) => readPhrase(text, take, [joint]),
    write: (items) => items.map((value) => phrase.write(value)).join(joint === "," ? ", " : ` ${joint} `),
    beyond: (items, { most = items.length, each }) => [
      ...(items.length > most ? [`has ${items.length} items; this cloud takes ${most}`] : []),
      ...items.flatMap((value) => phrase.beyond(value, each)),
    ],
    ...(mapReferences && { mapReferences: (items, replace) => items.map((value) => mapReferences(value, replace)) }),
    made: { of: "items", item: phrase as Notation<unknown> },
  };
}
