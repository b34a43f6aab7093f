import { InvalidValue } from "../fault.js";
import { type LimitsOf, type Notation, notTaken, type Unlimited, type Written } from "./notation.js";

type Kinds = Readonly<Record<string, Notation<unknown>>>;

type Kind<K extends Kinds> = { [N in keyof K]: { readonly kind: N; readonly value: Written<K[N]> } }[keyof K];

/** What is one of several kinds of things, and which. */
export type OneKind<W extends string, B extends Kinds, K extends Kinds> =
  | { [N in W]: { readonly kind: N } }[W]
  | Kind<B>
  | Kind<K>;

/** The kinds that a cloud takes; what is left out is refused. */
export type KindLimits<W extends string, B extends Kinds, K extends Kinds> = { readonly [N in W]?: Unlimited } & {
  readonly [N in keyof B]?: LimitsOf<B[N]>;
} & { readonly [N in keyof K]?: LimitsOf<K[N]> };

interface Form<B extends Kinds, K extends Kinds, W extends string> {
  /** Kinds that are told by a word alone (`local`). */
  readonly words?: readonly W[];
  /** The word among these that stands for what went, where leaving it out would say more. Absent: nothing stands for it. */
  readonly vacant?: W;
  /** The one kind that is written as it is, unless that would be taken for another; what begins with no kind's name is taken for it. */
  readonly plain: B;
  /** Kinds that are written behind their name and a colon (`endpoint:endpoints/7`). */
  readonly named: K;
}

interface Held {
  readonly kind: string;
  readonly value?: unknown;
}

/** A word that says of which kind it is. */
export function oneKind<const B extends Kinds, const K extends Kinds, const W extends string = never>(
  described: Form<B, K, W>,
): Notation<OneKind<W, B, K>, KindLimits<W, B, K>> {
  const { words = [], vacant, plain, named } = described;
  const [plainName, plainNotation] = Object.entries(plain)[0]!;
  const kinds: Kinds = { ...plain, ...named };
  const others = [...words, ...Object.entries(named).map(([name, { form }]) => `${name}:<${form}>`)];
  const nameIn = (text: string): string | undefined => {
    const name = text.slice(0, Math.max(0, text.indexOf(":")));
    return Object.hasOwn(kinds, name) ? name : undefined;
  };
  const isWord = (text: string): boolean => words.some((word) => word === text);
  const read = (text: string): Held => {
    if (isWord(text)) return { kind: text };
    const name = nameIn(text);
    if (name !== undefined) return { kind: name, value: kinds[name]!.read(text.slice(name.length + 1)) };
    return { kind: plainName, value: readPlain(plainNotation, text, others) };
  };
  const write = ({ kind, value }: Held): string => {
    const text = kinds[kind]?.write(value);
    if (text === undefined) return kind;
    return kind === plainName && !isWord(text) && nameIn(text) === undefined ? text : `${kind}:${text}`;
  };
  const beyond = ({ kind, value }: Held, limits: Readonly<Record<string, unknown>>): readonly string[] => {
    const limit = limits[kind];
    return limit === undefined ? [notTaken(kind, Object.keys(limits))] : (kinds[kind]?.beyond(value, limit) ?? []);
  };
  return {
    form: [plainNotation.form, ...others].join(", "),
    read: (text) => read(text) as OneKind<W, B, K>,
    write: (held) => write(held as Held),
    beyond: (held, limits) => beyond(held as Held, limits as Readonly<Record<string, unknown>>),
    mapReferences(held, replace) {
      const { kind, value } = held as Held;
      const map = kinds[kind]?.mapReferences;
      if (!map) return held;
      const mapped = map(value, replace);
      const left = mapped === undefined ? (vacant === undefined ? undefined : { kind: vacant }) : { kind, value: mapped };
      return left as OneKind<W, B, K> | undefined;
    },
    made: { of: "kinds", words, kinds },
  };
}

function readPlain(notation: Notation<unknown>, text: string, others: readonly string[]): unknown {
  try {
    return notation.read(text);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new InvalidValue(`${error.problem}; also accepted: ${others.join(", ")}`);
  }
}
