import { InvalidValue } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { FilterExpression, Literal } from "./filter-expression.js";
import { FILTER_BOUNDS, parseFilter, parseFilters } from "./filter-parser.js";

const quoted = (text: string): string => (text.includes("'") ? `"${text}"` : `'${text}'`);
const printLiteral = ({ kind, text }: Literal): string => (kind === "string" ? quoted(text) : text);
const nested = (term: FilterExpression): string => ("terms" in term ? `(${print(term)})` : print(term));

function print(expression: FilterExpression): string {
  if (expression.kind === "comparison") return `${expression.attribute}${expression.operator}${printLiteral(expression.literal)}`;
  if (expression.kind === "property")
    return `property[${quoted(expression.key)}]${expression.operator}${quoted(expression.value)}`;
  return expression.terms.map(nested).join(` ${expression.kind} `);
}

const full = (expression: FilterExpression): string =>
  "terms" in expression ? `(${expression.terms.map(full).join(` ${expression.kind} `)})` : print(expression);

// [4.1.6.1-2]
describe("grammar of $filter (4.1.6.1)", () => {
  it.each([
    ["name='mine'", "name='mine'"],
    ["format = 'ntfs'", "format='ntfs'"],
    ["a=1 or b=2 and c=3", "(a=1 or (b=2 and c=3))"],
    ["a=1 and b=2 or c=3 and d=4", "((a=1 and b=2) or (c=3 and d=4))"],
    ["(a=1 or b=2) and c=3", "((a=1 or b=2) and c=3)"],
    ["a=1 and b=2 and c=3", "(a=1 and b=2 and c=3)"],
    ["a=1 and (b=2 and c=3)", "(a=1 and (b=2 and c=3))"],
    ["((a=1))", "a=1"],
    ["a=1 and(b=2)or(c=3)", "((a=1 and b=2) or c=3)"],
    ["2<cpu", "cpu>2"],
    ["2<=cpu", "cpu>=2"],
    ["2>cpu", "cpu<2"],
    ["2>=cpu", "cpu<=2"],
    ["'x'!=name", "name!='x'"],
    ["true=bootable", "bootable=true"],
    ["2012-05-25T13:30:15Z<created", "created>2012-05-25T13:30:15Z"],
    ["property['env']='test'", "property['env']='test'"],
    ['property["it\'s"] != "a"', `property["it's"]!='a'`],
    ["property['a'] = 'b' and cpu>1", "(property['a']='b' and cpu>1)"],
    ["property=1", "property=1"],
  ])("%s means %s", (text, meaning) => {
    expect(full(parseFilter(text))).toBe(meaning);
  });

  it.each([
    ["", "at position 1: expected an attribute, a value, property['key'] or (, got the end"],
    ["cpu", "at position 4: expected one of <, <=, =, >=, >, !=, got the end"],
    ["cpu=", "at position 5: expected an integer, a dateTime, a string in quotes, true or false, got the end"],
    ["cpu=memory", 'at position 5: expected an integer, a dateTime, a string in quotes, true or false, got "memory"'],
    ["cpu==2", 'at position 5: expected an integer, a dateTime, a string in quotes, true or false, got "="'],
    ["1=2", 'at position 3: expected an attribute, got "2"'],
    ["cpu=1 memory=2", 'at position 7: expected and, or, or the end, got "memory"'],
    ["(cpu=1", "at position 7: expected and, or, or ), got the end"],
    ["cpu=1)", 'at position 6: expected and, or, or the end, got ")"'],
    ["cpu=1 and", "at position 10: expected an attribute, a value, property['key'] or (, got the end"],
    ["and cpu=1", "at position 1: expected an attribute"],
    ["cpu=1 AND memory=2", 'at position 7: expected and, or, or the end, got "AND"'],
    ["()", "at position 2: expected an attribute"],
    ["name['k']='v'", 'at position 1: expected property before [, got "name"'],
    ["property[k]='v'", 'at position 10: expected the key in quotes, got "k"'],
    ["property['k'='v'", 'at position 13: expected ], got "="'],
    ["property['k']=1", 'at position 15: expected a string in quotes, got "1"'],
    ["'v'=property['k']", 'at position 13: expected and, or, or the end, got "["'],
  ])("refuses %j", (text, message) => {
    expect(() => parseFilter(text)).toThrow(message);
  });

  const operator = fc.constantFrom("<", "<=", "=", ">=", ">", "!=") as fc.Arbitrary<"<" | "=">;
  const attribute = fc.stringMatching(/^[A-Za-z_]\w{0,8}$/).filter((name) => !/^(and|or|true|false|property)$/.test(name));
  const text = fc.string({ unit: "grapheme" }).filter((value) => !value.includes("'") || !value.includes('"'));
  const literal: fc.Arbitrary<Literal> = fc.oneof(
    fc.integer().map((value) => ({ kind: "integer", text: String(value) }) as const),
    fc.boolean().map((value) => ({ kind: "boolean", text: String(value) }) as const),
    fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
      .map((value) => ({ kind: "date", text: value.toISOString() }) as const),
    text.map((value) => ({ kind: "string", text: value }) as const),
  );
  const { expression } = fc.letrec<{ expression: FilterExpression }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.record({ kind: fc.constant("comparison" as const), attribute, operator, literal }),
      fc.record({ kind: fc.constant("property" as const), key: text, operator, value: text }),
      fc.record({
        kind: fc.constantFrom("and" as const, "or" as const),
        terms: fc.array(tie("expression"), { minLength: 2, maxLength: 3 }),
      }),
    ),
  }));

  it("reads back whatever is printed", () => {
    fc.assert(
      fc.property(expression, (given) => {
        expect(parseFilter(print(given))).toEqual(given);
      }),
    );
  });

  it("accepts or refuses any text, and nothing else", () => {
    const piece = fc.constantFrom(
      "(",
      ")",
      "and",
      "or",
      "cpu",
      "=",
      "<",
      "1",
      "'a'",
      "property",
      "[",
      "]",
      " ",
      "true",
      "!",
      "2012-01-01T00:00:00Z",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join("")),
        ),
        (given) => {
          try {
            const parsed = parseFilter(given);
            expect(parseFilter(print(parsed))).toEqual(parsed);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidValue);
          }
        },
      ),
    );
  });
});

describe("bounds of $filter (fault 30)", () => {
  const chain = (count: number): string => Array.from({ length: count }, () => "a=1").join(" or ");
  const deep = (depth: number): string => `${"(".repeat(depth)}a=1${")".repeat(depth)}`;

  it("are reached without a fault", () => {
    expect(parseFilter(chain(FILTER_BOUNDS.terms))).toMatchObject({ terms: { length: FILTER_BOUNDS.terms } });
    expect(parseFilter(deep(FILTER_BOUNDS.nesting))).toMatchObject({ attribute: "a" });
    expect(parseFilter(`name='${"x".repeat(FILTER_BOUNDS.characters - 7)}'`)).toMatchObject({ attribute: "name" });
  });

  it("count parentheses that are open, not all that there are", () => {
    expect(parseFilter(Array.from({ length: 100 }, () => "(a=1)").join(" and "))).toMatchObject({ terms: { length: 100 } });
  });

  it.each([
    ["one comparison too many", [chain(201)], "more than 200 comparisons"],
    ["too many in two filters together", [chain(101), chain(100)], "more than 200 comparisons"],
    ["too many filters", Array.from({ length: 201 }, () => "a=1"), "more than 200 comparisons"],
    ["one parenthesis too deep", [deep(33)], "more than 32 parentheses inside each other"],
    ["a text too long", [`name='${"x".repeat(8_186)}'`], "longer than 8192 characters"],
    ["10,000 comparisons", [chain(10_000)], "longer than 8192 characters"],
    ["10,000 parentheses", [deep(10_000)], "longer than 8192 characters"],
    ["4,000 parentheses", [deep(4_000)], "more than 32 parentheses"],
    ["8,000 parentheses that nobody closes", ["(".repeat(8_000)], "more than 32 parentheses"],
  ])("refuse %s within 50 ms", (_, texts, message) => {
    const start = performance.now();
    expect(() => parseFilters(texts)).toThrow(message);
    expect(performance.now() - start).toBeLessThan(50);
  });
});
