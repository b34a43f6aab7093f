import {
  type DataType,
  type Description,
  type Edition,
  type Filtering,
  InvalidValue,
  inside,
  type LiteralKind,
  nameIn,
  type Operator,
  shapeOf,
  shown,
  type Values,
} from "@cimi-gateway/model";
import type { Comparison, FilterExpression, Literal, PropertyComparison } from "./filter-expression.js";
import { seenValue, usableField } from "./seen-value.js";

export type Predicate = (values: Values) => boolean;

/** Gives the path by which the model knows an absolute URI of this cloud (`machines/7`); any other text unchanged. */
export type Localize = (uri: string) => string;

interface Filtered {
  readonly description: Description;
  readonly edition: Edition;
  readonly localize: Localize;
}

/**
 * 4.1.6.1: makes a test of the top-level attributes of a resource, under the names and with the values of the edition.
 * A resource without the attribute is unequal to every value, so that only `!=` holds for it; equal to the empty string, though, since
 * the two look alike (5.5.15). Throws InvalidValue for an attribute, an operator or a kind of value that cannot be compared.
 */
export const compileFilter = (
  expression: FilterExpression,
  description: Description,
  edition: Edition,
  localize: Localize = (uri) => uri,
): Predicate => inside("$filter", () => compile(expression, { description, edition, localize }));

function compile(expression: FilterExpression, filtered: Filtered): Predicate {
  if (expression.kind === "comparison") return comparison(expression, filtered);
  if (expression.kind === "property") return property(expression, filtered);
  const terms = expression.terms.map((term) => compile(term, filtered));
  return expression.kind === "and"
    ? (values) => terms.every((holds) => holds(values))
    : (values) => terms.some((holds) => holds(values));
}

const HOLDS: Readonly<Record<Operator, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  "=": (order) => order === 0,
  ">=": (order) => order >= 0,
  ">": (order) => order > 0,
  "!=": (order) => order !== 0,
};

/** The order of two things that cannot be compared: of all operators only `!=` holds. */
const APART = Number.NaN;

const WORDS: Readonly<Record<LiteralKind, string>> = {
  integer: "an integer",
  date: "a dateTime",
  string: "a string in quotes",
  boolean: "true or false",
};

function comparison({ attribute, operator, literal }: Comparison, { description, edition, localize }: Filtered): Predicate {
  const field = usableField(attribute, description, edition, {
    as: "filtered",
    test: ({ type }) => type.filtering !== undefined,
  });
  const { type } = field;
  inside(attribute, () => checkLiteral(type.filtering!, operator, literal));
  const text = field.key === "id" ? localize(literal.text) : literal.text;
  const wanted = inside(attribute, () => literalValue(text, type, edition));
  const absent = wanted !== undefined && type.isEmpty(wanted) ? 0 : APART;
  const value = seenValue(field, edition);
  const holds = HOLDS[operator];
  return (values) => {
    const seen = value(values);
    if (seen === undefined) return holds(absent);
    return holds(wanted === undefined ? APART : type.compare!(seen, wanted));
  };
}

function checkLiteral({ kinds, operators }: Filtering, operator: Operator, { kind, text }: Literal): void {
  if (!kinds.includes(kind))
    throw new InvalidValue(`expected ${kinds.map((known) => WORDS[known]).join(" or ")}, got ${WORDS[kind]}: ${shown(text)}`);
  if (!operators.includes(operator))
    throw new InvalidValue(`${operator} is not for this type; expected one of ${operators.join(", ")}`);
}

/**
 * The value that a literal means. Undefined: the edition shows no such value (a state that it lacks), so that nothing is equal to it.
 * What has to be put in order must be a value of the type.
 */
function literalValue(text: string, type: DataType<unknown>, edition: Edition): unknown {
  const isOrdered = type.filtering!.operators.includes("<");
  const read = () => (type.literal ?? type.fromText!)(text, edition);
  const value = isOrdered ? read() : ifValid(read);
  if (value === undefined || !type.seenIn) return value;
  return type.toText!(value, edition) === text ? type.seenIn(value, edition) : undefined;
}

function ifValid<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidValue) return undefined;
    throw error;
  }
}

/** The resource satisfies it if any of its properties has this key and a value as compared; without the key, none has. */
function property({ key, operator, value }: PropertyComparison, { description, edition }: Filtered): Predicate {
  const name = `property[${shown(key)}]`;
  const field = shapeOf(description, edition).byJsonName.get("properties");
  if (!field) throw new InvalidValue(`a ${nameIn(description, edition)} has no properties`, [name]);
  if (operator !== "=" && operator !== "!=")
    throw new InvalidValue(`${operator} is not for strings; expected one of =, !=`, [name]);
  return (values) => {
    const properties = values[field.key] as Values | undefined | null;
    return properties != null && Object.hasOwn(properties, key) && (properties[key] === value) === (operator === "=");
  };
}
