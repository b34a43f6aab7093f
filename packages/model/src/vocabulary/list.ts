import { type Notation, notTaken, type Phrase } from "./notation.js";
import { phraseOf, readPhrase, type Words } from "./words.js";

export interface ListLimits<L> {
  /** The most items that a cloud takes in one list. */
  readonly most?: number;
  /** That it takes a list without items. */
  readonly empty?: true;
  /** What it takes of each. */
  readonly each: L;
}

interface Form {
  /** What stands between two items. Absent: a comma. */
  readonly joint?: string;
  /** The word for no item at all, where leaving the list out says everything. Absent: a list has one item or more. */
  readonly empty?: string;
}

/** One item or more, with a comma between each two, or a word. What loses its last item goes, unless there is a word for that. */
export function list<T, L>(item: Notation<T, L>, { joint = ",", empty }: Form = {}): Phrase<readonly T[], ListLimits<L>> {
  const phrase = phraseOf(item);
  const take = (words: Words): readonly T[] => {
    if (empty !== undefined && words.takes(empty)) return [];
    const items = [phrase.take(words)];
    while (words.takes(joint)) items.push(phrase.take(words));
    return items;
  };
  const written = (value: T): string => {
    const text = phrase.write(value);
    return text === empty ? `'${text}'` : text;
  };
  const { mapReferences } = phrase;
  return {
    form: `${item.form}; more after ${joint === "," ? "commas" : `"${joint}"`}${empty === undefined ? "" : `; ${empty}`}`,
    take,
    read: (text) => readPhrase(text, take, [joint]),
    write: (items) =>
      items.length === 0 && empty !== undefined ? empty : items.map(written).join(joint === "," ? ", " : ` ${joint} `),
    beyond: (items, { most = items.length, empty: takesNone = false, each }) => [
      ...(items.length === 0 && !takesNone ? [notTaken(empty ?? "nothing", [item.form])] : []),
      ...(items.length > most ? [`has ${items.length} items; this cloud takes ${most}`] : []),
      ...items.flatMap((value) => phrase.beyond(value, each)),
    ],
    ...(mapReferences && {
      mapReferences(items, replace) {
        const left = items.map((value) => mapReferences(value, replace)).filter((value) => value !== undefined);
        return left.length === 0 && empty === undefined ? undefined : left;
      },
    }),
    made: { of: "items", item: phrase as Notation<unknown>, empty: empty !== undefined },
  };
}
