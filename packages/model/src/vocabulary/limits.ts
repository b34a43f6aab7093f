import { InvalidValue } from "../fault.js";
import { type Single, singles } from "./entries.js";
import { notTaken } from "./notation.js";
import { type Entries, type EntryLimits, type FamilyLimits, type Keys, keyForms, type Vocabulary } from "./vocabulary.js";

type Held = Readonly<Record<string, unknown>>;
type Limits = Readonly<Record<string, unknown>>;

/** What a cloud leaves out of values, one fault with the key as path for each; none where it takes all of them. */
export function beyondLimits<K extends Keys>(
  described: Vocabulary<K>,
  entries: Entries<K>,
  limits: EntryLimits<K>,
): readonly InvalidValue[] {
  const all = singles(described, entries);
  return [
    ...all.flatMap((single) => singleBeyond(described, single, limits)),
    ...Object.keys(described.keys).flatMap((name) =>
      familyBeyond(
        name,
        all.filter((single) => single.name === name && single.key.family),
        (limits as Limits)[name] as FamilyLimits<Held, unknown> | undefined,
      ),
    ),
    ...(limits.more ? [] : Object.keys(entries.more ?? {}).map((text) => notTakenKey(described, text, limits))),
  ];
}

function notTakenKey(described: Vocabulary, text: string, limits: Limits): InvalidValue {
  const taken = keyForms({
    ...described,
    keys: Object.fromEntries(Object.entries(described.keys).filter(([name]) => name in limits)),
  });
  return new InvalidValue(notTaken("this key", taken), [text]);
}

function singleBeyond(described: Vocabulary, { text, name, key, value }: Single, limits: Limits): readonly InvalidValue[] {
  const limit = limits[name];
  if (limit === undefined) return [notTakenKey(described, text, limits)];
  const each = key.family ? (limit as FamilyLimits<unknown, unknown>).each : limit;
  return key.notation.beyond(value, each).map((problem) => new InvalidValue(problem, [text]));
}

function familyBeyond(
  name: string,
  members: readonly Single[],
  limits: FamilyLimits<Held, unknown> | undefined,
): readonly InvalidValue[] {
  if (!limits) return [];
  const { most = members.length, distinct = [] } = limits;
  const tooMany = members.length > most ? [new InvalidValue(`has ${members.length} keys; this cloud takes ${most}`, [name])] : [];
  return [...tooMany, ...(distinct.length > 0 ? repeated(members, distinct) : [])];
}

function repeated(members: readonly Single[], distinct: readonly string[]): readonly InvalidValue[] {
  const first = new Map<string, string>();
  return members.flatMap(({ text, value }) => {
    const identity = JSON.stringify(distinct.map((part) => (value as Held)[part] ?? null));
    const earlier = first.get(identity);
    if (earlier === undefined) first.set(identity, text);
    return earlier === undefined
      ? []
      : [new InvalidValue(`has the same ${distinct.join(" and ")} as ${earlier}; this cloud takes each once`, [text])];
  });
}
