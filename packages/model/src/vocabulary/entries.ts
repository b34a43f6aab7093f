import { isCarried } from "../characters.js";
import { InvalidValue, inside } from "../fault.js";
import type { StringMap } from "../types/map.js";
import type { Notation, ReplaceReference } from "./notation.js";
import { type Entries, type Key, type Keys, keyForms, type Named, type Vocabulary } from "./vocabulary.js";

/** A family's name is printable and has no blanks around it, since people write it. */
const NAME = /^[^\s\p{Cc}](?:[^\p{Cc}]*[^\s\p{Cc}])?$/u;

interface Found {
  readonly name: string;
  readonly key: Key<unknown>;
  /** Families only: what stands behind the dot. */
  readonly member?: string;
}

/** The description of a key as it stands in a map; the name of a member is not checked yet. */
function find({ keys }: Vocabulary, text: string): Found | undefined {
  const dot = text.indexOf(".");
  const name = dot < 0 ? text : text.slice(0, dot);
  const described = Object.hasOwn(keys, name) ? keys[name]! : undefined;
  if (!described || described.family !== dot >= 0) return undefined;
  return described.family ? { name, key: described, member: text.slice(dot + 1) } : { name, key: described };
}

function memberName({ names }: Key<unknown>, text: string): string {
  if (names && !names.includes(text)) throw new InvalidValue(`expected one of ${names.join(", ")} behind the dot`);
  if (!NAME.test(text) || !isCarried(text)) throw new InvalidValue("expected a name behind the dot, without blanks around it");
  return text;
}

/** A fault in a secret says nothing of it. */
function readValue({ notation, secret }: Key<unknown>, text: string): unknown {
  try {
    return notation.read(text);
  } catch (error) {
    throw secret && error instanceof InvalidValue ? new InvalidValue(`expected ${notation.form}`) : error;
  }
}

const record = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>;

/** Reads a map by a vocabulary. Refuses, with the key as path, what it does not have or cannot read. */
export function readEntries<K extends Keys>(described: Vocabulary<K>, map: StringMap): Entries<K> {
  const entries = record();
  const put = (into: string, member: string, value: unknown): void => {
    const held = (entries[into] ?? record()) as Record<string, unknown>;
    held[member] = value;
    entries[into] = held;
  };
  for (const [text, value] of Object.entries(map)) {
    inside(text, () => {
      const found = find(described, text);
      if (found?.member !== undefined) put(found.name, memberName(found.key, found.member), readValue(found.key, value));
      else if (found) entries[found.name] = readValue(found.key, value);
      else if (described.open) put("more", text, value);
      else throw new InvalidValue(`is no key here; known: ${keyForms(described).join(", ")}`);
    });
  }
  return { ...entries } as Entries<K>;
}

/** Numbers in names count as numbers, so that `rule.10` comes after `rule.9`. */
const byName = new Intl.Collator("en", { numeric: true }).compare;
const order = (first: string, second: string): number => byName(first, second) || (first < second ? -1 : 1);

export interface Single {
  readonly text: string;
  readonly name: string;
  readonly key: Key<unknown>;
  readonly value: unknown;
}

/** Every key that there is a value for, in the order of the description, families in that of their names. */
export function singles({ keys }: Vocabulary, entries: Readonly<Record<string, unknown>>): readonly Single[] {
  return Object.entries(keys).flatMap(([name, described]) => {
    const held = entries[name];
    if (held === undefined) return [];
    if (!described.family) return [{ text: name, name, key: described, value: held }];
    const members = held as Named<unknown>;
    return Object.keys(members)
      .sort(order)
      .map((member) => ({ text: `${name}.${memberName(described, member)}`, name, key: described, value: members[member] }));
  });
}

/** The map of values, in canonical form: the same values give the same map. */
export function writeEntries<K extends Keys>(described: Vocabulary<K>, entries: Entries<K>): StringMap {
  const map = Object.create(null) as Record<string, string>;
  for (const { text, key: found, value } of singles(described, entries)) map[text] = found.notation.write(value);
  for (const [text, value] of Object.entries(entries.more ?? {})) {
    if (find(described, text)) throw new InvalidValue(`is described; its value does not belong into more`, [text]);
    map[text] = value;
  }
  return map;
}

/** The values with every reference in them replaced; what says nothing without those that went, goes with them. */
export function mapEntryReferences<K extends Keys>(
  described: Vocabulary<K>,
  entries: Entries<K>,
  replace: ReplaceReference,
): Entries<K> {
  const mapped: Record<string, unknown> = { ...entries };
  for (const [name, { notation, family: isFamily }] of Object.entries(described.keys)) {
    const map = notation.mapReferences;
    if (!map || mapped[name] === undefined) continue;
    const held = mapped[name] as Named<unknown>;
    const made = isFamily ? mapMembers(held, (value) => map(value, replace)) : map(held, replace);
    if (made === undefined) delete mapped[name];
    else mapped[name] = made;
  }
  return mapped as Entries<K>;
}

/** Undefined: no member is left. */
function mapMembers(held: Named<unknown>, map: (value: unknown) => unknown): Named<unknown> | undefined {
  const mapped = record();
  for (const [member, value] of Object.entries(held)) {
    const made = map(value);
    if (made !== undefined) mapped[member] = made;
  }
  return Object.keys(mapped).length === 0 && Object.keys(held).length > 0 ? undefined : mapped;
}

/**
 * A map as somebody keeps it, with the references in its texts replaced; what says nothing without those that went, goes with them. What
 * the vocabulary does not have or cannot read, such as a sealed secret, is left as it is.
 */
export function mapTextReferences(described: Vocabulary, map: Texts, replace: ReplaceReference): Texts {
  const mapped = Object.create(null) as Record<string, unknown>;
  for (const [text, held] of Object.entries(map)) {
    const notation = find(described, text)?.key.notation;
    const made = notation?.mapReferences && typeof held === "string" ? mapText(notation, held, replace) : held;
    if (made !== undefined) mapped[text] = made;
  }
  return mapped;
}

type Texts = Readonly<Record<string, unknown>>;

function mapText(notation: Notation<unknown>, text: string, replace: ReplaceReference): string | undefined {
  const value = readable(notation, text);
  if (value === undefined) return text;
  const mapped = notation.mapReferences!(value, replace);
  return mapped === undefined ? undefined : notation.write(mapped);
}

/** Undefined: it cannot be read. */
function readable(notation: Notation<unknown>, text: string): unknown {
  try {
    return notation.read(text);
  } catch (error) {
    if (error instanceof InvalidValue) return undefined;
    throw error;
  }
}

/** The map without the keys that are never shown, nor what only begins like them. */
export function withoutSecrets({ keys }: Vocabulary, map: StringMap): StringMap {
  const shown = Object.create(null) as Record<string, string>;
  for (const [text, value] of Object.entries(map)) {
    const name = text.split(".", 1)[0]!;
    if (!Object.hasOwn(keys, name) || !keys[name]!.secret) shown[text] = value;
  }
  return shown;
}
