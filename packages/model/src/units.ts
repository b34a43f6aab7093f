/** What an amount is counted in. */
export interface Unit {
  /** Amounts of one dimension only can be compared. */
  readonly of: "byte" | "hertz";
  /** How many bytes, or hertz, one of it is. */
  readonly size: bigint;
}

const DECIMAL = ["kilo", "mega", "giga", "tera", "peta", "exa", "zetta", "yotta"];
const BINARY = ["kibi", "mebi", "gibi", "tebi", "pebi", "exbi", "zebi", "yobi"];

const byPrefix = (prefixes: readonly string[], base: bigint, of: Unit["of"]): readonly (readonly [string, Unit])[] =>
  prefixes.map((prefix, index) => [`${prefix}${of}`, { of, size: base ** BigInt(index + 1) }] as const);

/** Table 4, whose last word is misspelt, and hertz, which 5.5.14 prints and the table lacks. */
const UNITS: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ["byte", { of: "byte", size: 1n }],
  ...byPrefix(DECIMAL, 1000n, "byte"),
  ...byPrefix(BINARY, 1024n, "byte"),
  ["yottabye", { of: "byte", size: 1000n ** 8n }],
  ["hertz", { of: "hertz", size: 1n }],
  ...byPrefix(DECIMAL.slice(0, 4), 1000n, "hertz"),
]);

/** The unit of a word in singular or plural (`gigabytes`); undefined for any other text. */
export const unitNamed = (word: string): Unit | undefined => UNITS.get(word) ?? UNITS.get(word.replace(/s$/, ""));

/** The words that a message may offer for amounts of a dimension. */
export const unitWords = (of: Unit["of"]): readonly string[] =>
  [...UNITS].flatMap(([word, unit]) => (unit.of === of && word !== "yottabye" ? [word] : []));
