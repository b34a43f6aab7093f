import { InvalidValue, inside, shown } from "../fault.js";
import type { Notation, Phrase } from "./notation.js";

/** A text as words. Whoever reads a phrase takes words off it, from the first to the last. */
export interface Words {
  /** The word that comes next, unless it is quoted; undefined at the end. */
  peek(): string | undefined;
  /** Takes the next word, quoted or not; refuses the end and commas. */
  take(expected: string): string;
  /** Takes the next word if it is this one, unquoted; a comma is a word of its own. */
  takes(word: string): boolean;
  /** Refuses whatever is left. */
  end(accepted: readonly string[]): void;
}

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

/** A quoted word, a comma, or a bare word; after the first and the last comes a blank, a comma or the end. */
const TOKEN = /\s*(?:'((?:[^']|'')*)'(?=[\s,]|$)|(,)|([^\s,']+)(?=[\s,]|$))/y;
const BARE = /^[^\s,']+$/;

function* tokens(text: string): Generator<Token> {
  const pattern = new RegExp(TOKEN);
  const trimmed = text.trimEnd();
  while (pattern.lastIndex < trimmed.length) {
    const start = pattern.lastIndex;
    const found = pattern.exec(trimmed);
    if (!found)
      throw new InvalidValue(
        `cannot be read from ${shown(trimmed.slice(start).trim())} on; quotes stand around whole words, and twice inside them`,
      );
    yield found[1] === undefined
      ? { text: (found[2] ?? found[3])!, quoted: false }
      : { text: found[1].replaceAll("''", "'"), quoted: true };
  }
}

/** Words are parted by blanks, commas and quotes: `'it''s one word'`. */
export function wordsOf(text: string): Words {
  const all = [...tokens(text)];
  let position = 0;
  const is = (word: string): boolean => all[position]?.text === word && !all[position]!.quoted;
  return {
    peek: () => (all[position]?.quoted ? undefined : all[position]?.text),
    take(expected) {
      if (position >= all.length) throw new InvalidValue(`ends where ${expected} is expected`);
      if (is(",")) throw new InvalidValue(`has a comma where ${expected} is expected`);
      position += 1;
      return all[position - 1]!.text;
    },
    takes(word) {
      const found = is(word);
      if (found) position += 1;
      return found;
    },
    end(accepted) {
      if (position >= all.length) return;
      const instead = accepted.length === 0 ? "nothing more" : `one of ${accepted.join(", ")}`;
      throw new InvalidValue(`expected ${instead}, got ${shown(all[position]!.text)}`);
    },
  };
}

/** A text as one word, quoted where it would otherwise be read as several, or as none. */
export const quoted = (text: string): string => (BARE.test(text) ? text : `'${text.replaceAll("'", "''")}'`);

const isPhrase = <T, L>(notation: Notation<T, L>): notation is Phrase<T, L> => "take" in notation;

/** A notation of one word as a phrase. */
export const phraseOf = <T, L>(notation: Notation<T, L>): Phrase<T, L> =>
  isPhrase(notation)
    ? notation
    : {
        ...notation,
        take: (words) => notation.read(words.take(notation.form)),
        write: (value) => quoted(notation.write(value)),
      };

/** Reads a whole text by a phrase. */
export function readPhrase<T>(text: string, take: (words: Words) => T, accepted: readonly string[] = []): T {
  const words = wordsOf(text);
  const value = take(words);
  words.end(accepted);
  return value;
}

/** Reads a part of a text; a fault in it says which part. The path stays that of the whole, as a map has no deeper attributes. */
export function inPart<T>(part: string, read: () => T): T {
  try {
    return inside(part, read);
  } catch (error) {
    throw error instanceof InvalidValue ? new InvalidValue(error.message) : error;
  }
}
