import { InvalidValue, type LiteralKind, type Operator, shown } from "@cimi-gateway/model";
import type { FilterExpression, Literal } from "./filter-expression.js";
import { type Token, tokenize } from "./filter-tokens.js";

/** What all `$filter`s of a request may amount to; reading stops where they go beyond (fault 30). */
export const FILTER_BOUNDS = { characters: 8_192, terms: 200, nesting: 32 } as const;

/** Reads the `$filter`s of a request (4.1.6.1). Throws InvalidValue, which says where the text departs from the grammar. */
export function parseFilters(texts: readonly string[]): readonly FilterExpression[] {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length > FILTER_BOUNDS.characters) throw new InvalidValue(`longer than ${FILTER_BOUNDS.characters} characters`);
  const parser = new FilterParser();
  return texts.map((text) => parser.read(text));
}

export const parseFilter = (text: string): FilterExpression => parseFilters([text])[0]!;

const LITERALS: ReadonlySet<string> = new Set<LiteralKind>(["integer", "date", "string", "boolean"]);

/** `2 < cpu` says what `cpu > 2` says. */
const TURNED = { "<": ">", "<=": ">=", "=": "=", ">=": "<=", ">": "<", "!=": "!=" } as const satisfies Record<Operator, Operator>;

/** The grammar of 4.1.6.1, a method for each rule; `and` binds tighter than `or`. */
class FilterParser {
  #tokens: Iterator<Token, undefined> = tokenize("");
  #next: Token = { kind: "end", text: "", position: 1 };
  #terms = 0;
  #nesting = 0;

  read(text: string): FilterExpression {
    this.#tokens = tokenize(text);
    this.#advance();
    const filter = this.#filter();
    this.#take("end", "and, or, or the end");
    return filter;
  }

  #filter(): FilterExpression {
    return this.#series("or", () => this.#series("and", () => this.#term()));
  }

  #series(conjunction: "and" | "or", term: () => FilterExpression): FilterExpression {
    const terms = [term()];
    while (this.#next.kind === conjunction) {
      this.#advance();
      terms.push(term());
    }
    return terms.length === 1 ? terms[0]! : { kind: conjunction, terms };
  }

  #term(): FilterExpression {
    const token = this.#advance();
    if (token.kind === "(") return this.#nested();
    if (token.kind === "attribute") return this.#next.kind === "[" ? this.#property(token) : this.#comparison(token);
    if (isLiteral(token)) return this.#turned(literal(token));
    throw expected("an attribute, a value, property['key'] or (", token);
  }

  #nested(): FilterExpression {
    if (++this.#nesting > FILTER_BOUNDS.nesting)
      throw new InvalidValue(`more than ${FILTER_BOUNDS.nesting} parentheses inside each other`);
    const filter = this.#filter();
    this.#take(")", "and, or, or )");
    this.#nesting--;
    return filter;
  }

  #comparison({ text: attribute }: Token): FilterExpression {
    const operator = this.#operator();
    const token = this.#advance();
    if (!isLiteral(token)) throw expected("an integer, a dateTime, a string in quotes, true or false", token);
    return { kind: "comparison", attribute, operator, literal: literal(token) };
  }

  #turned(value: Literal): FilterExpression {
    const operator = TURNED[this.#operator()];
    const { text: attribute } = this.#take("attribute", "an attribute");
    return { kind: "comparison", attribute, operator, literal: value };
  }

  #property(token: Token): FilterExpression {
    if (token.text !== "property") throw expected("property before [", token);
    this.#advance();
    const { text: key } = this.#take("string", "the key in quotes");
    this.#take("]", "]");
    const operator = this.#operator();
    const { text: value } = this.#take("string", "a string in quotes");
    return { kind: "property", key, operator, value };
  }

  /** Each comparison has one, so that they are counted here. */
  #operator(): Operator {
    if (++this.#terms > FILTER_BOUNDS.terms) throw new InvalidValue(`more than ${FILTER_BOUNDS.terms} comparisons`);
    return this.#take("operator", "one of <, <=, =, >=, >, !=").text as Operator;
  }

  #take(kind: Token["kind"], wanted: string): Token {
    const token = this.#advance();
    if (token.kind !== kind) throw expected(wanted, token);
    return token;
  }

  /** Returns the token that was next. */
  #advance(): Token {
    const token = this.#next;
    this.#next = this.#tokens.next().value ?? token;
    return token;
  }
}

const isLiteral = (token: Token): token is Token & Literal => LITERALS.has(token.kind);

const literal = ({ kind, text }: Literal): Literal => ({ kind, text });

const expected = (wanted: string, { kind, text, position }: Token): InvalidValue =>
  new InvalidValue(`at position ${position}: expected ${wanted}, got ${kind === "end" ? "the end" : shown(text)}`);
