import {
  type Attribute,
  type DataType,
  InvalidValue,
  type Model,
  mapSecretsOf,
  type Reference,
  type SecretPath,
  shownPart,
  type Values,
} from "@cimi-gateway/model";

/** The type of the items of an array. */
interface Items {
  readonly model: Model;
  readonly item: DataType<unknown>;
}

/** An item, with what tells it from others. */
interface Item {
  readonly index: number;
  readonly held: unknown;
  readonly href: string | undefined;
  /** What it says, beside the href of what it overrides. */
  readonly values: Values;
  /** Text of all that is shown of it, and of all that it holds. */
  readonly shown: string;
  readonly whole: string;
  /** Where its secrets are. */
  readonly secrets: ReadonlySet<string>;
}

/**
 * For each item of an array that a PUT gives, by its position, the item that there is and whose secrets it may leave out: the one that
 * was shown as it is given, in their order, else the only one of its name and href. What may be one of several is not guessed: it says
 * their secrets itself, or is refused with an InvalidValue.
 */
export function matched(
  items: Items,
  given: readonly unknown[],
  known: readonly unknown[],
  path: SecretPath,
): ReadonlyMap<number, unknown> {
  const there = described(items, known);
  if (there.every(({ secrets }) => secrets.size === 0)) return new Map();
  const wanted = described(items, given);
  const same = pairsOfSame(wanted, there);
  const named = pairsOfNamed(wanted, there).filter(([item, origin]) => !isIn(same, item) && !isIn(same, origin));
  const pairs = [...same, ...named];
  const left = there.filter((origin) => !isIn(pairs, origin));
  for (const item of wanted) if (!isIn(pairs, item)) checkNew(items, item, left, [...path, item.index]);
  return new Map(pairs.map(([{ index }, { held }]) => [index, held]));
}

/** One that is given, and the one that it is. */
type Pair = readonly [item: Item, origin: Item];

const isIn = (pairs: readonly Pair[], item: Item): boolean => pairs.some((pair) => pair.includes(item));

const described = (items: Items, held: readonly unknown[]): readonly Item[] =>
  held.map((one, index) => {
    const { href, value = {} } = items.item.target === undefined ? { value: one as Values } : (one as Reference);
    const shown = textOf(shownPart(items.model, { type: items.item }, one));
    return { index, held: one, href, values: value, shown, whole: textOf(one), secrets: secretsIn(items, one) };
  });

function secretsIn({ model, item }: Items, held: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const treat = (secret: unknown, path: SecretPath): unknown => {
    found.add(JSON.stringify(path));
    return secret;
  };
  mapSecretsOf({ model, treat }, { type: item }, held);
  return found;
}

/** Text of what is said: not of null, of what is empty (5.5.15), and of the order of keys. */
const textOf = (held: unknown): string => JSON.stringify(said(held)) ?? "";

function said(held: unknown): unknown {
  if (typeof held !== "object" || held === null) return held ?? undefined;
  if (Array.isArray(held)) return held.length === 0 ? undefined : held.map(said);
  const entries = Object.entries(held).flatMap(([key, value]) => {
    const made = said(value);
    return made === undefined ? [] : [[key, made] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where of several that look the same some went or came, nothing tells which, unless they are the same in their secrets, too. */
function pairsOfSame(wanted: readonly Item[], there: readonly Item[]): readonly Pair[] {
  return [...new Set(wanted.map(({ shown }) => shown))].flatMap((shown) => {
    const [items, origins] = [wanted, there].map((all) => all.filter((one) => one.shown === shown)) as [Item[], Item[]];
    const isSure = items.length === origins.length || new Set(origins.map(({ whole }) => whole)).size === 1;
    return isSure ? items.slice(0, origins.length).map((item, index): Pair => [item, origins[index]!]) : [];
  });
}

function pairsOfNamed(wanted: readonly Item[], there: readonly Item[]): readonly Pair[] {
  return wanted.flatMap((item) => {
    const named = ({ href, values }: Item): boolean => href === item.href && values.name === item.values.name;
    const [origin, ...others] = there.filter(named);
    const isAlone = others.length === 0 && wanted.filter(named).length === 1;
    return origin && isAlone && (item.href ?? item.values.name) !== undefined ? [[item, origin] as const] : [];
  });
}

function checkNew(items: Items, item: Item, left: readonly Item[], path: SecretPath): void {
  const isMissing = ({ secrets }: Item): boolean => [...secrets].some((secret) => !item.secrets.has(secret));
  if (!left.some((origin) => isMissing(origin) && !isOther(items, item, origin))) return;
  throw new InvalidValue(
    "is not as it was shown, and it cannot be told whether secrets that are never shown belong to it; accepted: the item as it was " +
      "shown, or under the name or href that it alone had, or with all of its secrets; one that is to go is left out before, by a PUT of its own",
    path,
  );
}

/** Whether one that is given is surely none of those that there are. */
function isOther({ model, item: { target } }: Items, item: Item, { href, values }: Item): boolean {
  const attributes = Object.values(model[target ?? ""]?.attributes ?? {});
  const isRenamed = item.values.name !== values.name && item.values.name !== undefined && values.name !== undefined;
  return item.href !== href || isRenamed || attributes.some((attribute) => meansOther(attribute, item.values, values));
}

/** The trait by which another attribute decides what the keys of a map mean. */
export type Decided = Partial<Pick<Attribute<unknown>, "vocabulary">>;

/** Whether the keys of a map mean something else than before: a secret of a VPN is none of a Firewall's. */
export function meansOther({ vocabulary }: Decided, given: Values, known: Values): boolean {
  const [before, after] = vocabulary ? [known[vocabulary.by], given[vocabulary.by]] : [];
  return before !== undefined && (after ?? before) !== before;
}
