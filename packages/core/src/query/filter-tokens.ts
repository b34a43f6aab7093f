import { InvalidValue, type LiteralKind, shown } from "@cimi-gateway/model";

/** One word of a `$filter`. */
export interface Token {
  readonly kind: LiteralKind | "attribute" | "operator" | "and" | "or" | "(" | ")" | "[" | "]" | "end";
  /** As written; of a string what stands between the quotes. */
  readonly text: string;
  /** From 1, in the decoded text. */
  readonly position: number;
}

/**
 * The terminals of the grammar of 4.1.6.1. An xs:dateTime stands without quotes, and needs none, since nothing else begins with
 * a year. Between words `+` is a blank: it can mean nothing else there, and programs that encode forms write it.
 */
const TERMINALS: readonly (readonly [string, RegExp])[] = [
  ["blank", /[\s+]+/],
  ["date", /-?\d{4,9}-\d\d-\d\d[\dT:.Z+-]*/],
  ["integer", /-?\d+(?![\w.])/],
  ["string", /"[^"]*"|'[^']*'/],
  ["boolean", /(?:true|false)(?!\w)/],
  ["conjunction", /(?:and|or)(?!\w)/],
  ["attribute", /[A-Za-z_]\w*/],
  ["operator", /<=|>=|!=|<|>|=/],
  ["bracket", /[()[\]]/],
];

const WORDS = new RegExp(TERMINALS.map(([, { source }]) => `(${source})`).join("|"), "gy");

/**
 * Takes an expression apart, as far as it is asked; the last token is its end.
 * Throws InvalidValue at the first character that fits nowhere.
 */
export function* tokenize(text: string): Generator<Token, undefined> {
  let at = 0;
  for (const match of text.matchAll(WORDS)) {
    const [kind] = TERMINALS[match.indexOf(match[0], 1) - 1]!;
    if (kind !== "blank") yield token(kind, match[0], at + 1);
    at += match[0].length;
  }
  if (at < text.length) throw new InvalidValue(misfit(text, at));
  yield { kind: "end", text: "", position: text.length + 1 };
}

function token(kind: string, text: string, position: number): Token {
  if (kind === "string") return { kind, text: text.slice(1, -1), position };
  return { kind: (kind === "bracket" || kind === "conjunction" ? text : kind) as Token["kind"], text, position };
}

function misfit(text: string, at: number): string {
  const rest = text.slice(at);
  if (/^["']/.test(rest)) return `the string that begins at position ${at + 1} has no closing ${rest.charAt(0)}`;
  const [word] = /^[^\s()[\]<>=!'"]+|^./su.exec(rest)!;
  return `at position ${at + 1}: ${shown(word)} is no attribute, value, operator or parenthesis`;
}
