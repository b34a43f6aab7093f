import { FORMATS, type Format, InvalidValue, inside, shown } from "@cimi-gateway/model";
import { Refusal } from "../fault.js";
import type { FilterExpression } from "./filter-expression.js";
import { parseFilters } from "./filter-parser.js";
import { type Parameters, readParameters } from "./query-string.js";

/** One attribute of `$orderby` (4.1.6.6), by its name in the edition spoken. */
export interface OrderTerm {
  readonly name: string;
  readonly descending: boolean;
}

/** The query parameters of 4.1.6, well-formed; whether their attributes exist is not yet looked at. */
export interface Query {
  /** 4.1.6.1: all of them hold for what is listed. */
  readonly filters: readonly FilterExpression[];
  /** 4.1.6.2: ordinal positions, from 1. */
  readonly first?: number | undefined;
  readonly last?: number | undefined;
  /** 4.1.6.3: names without repetition; `*` is all. A list without names selects nothing; absent: no selection is made. */
  readonly select?: readonly string[] | undefined;
  /** 4.1.6.4: names without repetition; `*` is all. */
  readonly expand?: readonly string[] | undefined;
  /** 4.1.6.6: the first decides before the second. */
  readonly orderBy: readonly OrderTerm[];
  /** 4.1.6.5. */
  readonly format?: Format | undefined;
  /** Parameters without a dollar sign, which are the provider's own (4.1.6); of a repeated one the first. */
  readonly others: ReadonlyMap<string, string>;
}

/**
 * Reads the query string of a request, without its question mark. Unknown parameters are ignored (4.1.6).
 * `$filter`, `$select`, `$expand` and `$orderby` may be repeated; of the others the first counts.
 * Throws InvalidValue for what is malformed or over the bounds, a Refusal with status 406 for a format that is not offered.
 */
export function readQuery(queryString: string): Query {
  return queryString === "" ? NOTHING_ASKED : queryOf(readParameters(queryString));
}

function queryOf(parameters: Parameters): Query {
  return {
    filters: inside("$filter", () => parseFilters(parameters.get("$filter") ?? [])),
    first: position(parameters, "$first"),
    last: position(parameters, "$last"),
    select: parameters.has("$select") ? names(parameters.get("$select")!) : undefined,
    expand: parameters.has("$expand") ? names(parameters.get("$expand")!.map(allIfEmpty)) : undefined,
    orderBy: inside("$orderby", () => orderTerms(parameters.get("$orderby") ?? [])),
    format: formatIn(parameters),
    others: providersOwn(parameters),
  };
}

/** `$format` alone, so that a refusal of the rest is written in the format asked for. Throws as readQuery does. */
export const readFormat = (queryString: string): Format | undefined =>
  queryString === "" ? undefined : formatIn(readParameters(queryString));

/** 4.1.6.3: what appears a second time is ignored. */
const names = (lists: readonly string[]): readonly string[] => [...new Set(lists.flatMap(pieces).filter((name) => name !== ""))];

const pieces = (list: string): readonly string[] => list.split(",").map((piece) => piece.trim());

/** 4.1.6.4: no list at all means all attributes. */
const allIfEmpty = (list: string): string => (list.trim() === "" ? "*" : list);

/** Any number: 4.1.6.2 makes no fault of a position outside the Collection, 0 and the very large among them. */
const POSITION = /^\d+$/;

function position(parameters: Parameters, name: string): number | undefined {
  const text = parameters.get(name)?.[0]?.trim();
  if (text === undefined) return undefined;
  if (POSITION.test(text)) return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
  throw new InvalidValue(`expected the ordinal position of an item, from 1, got ${shown(text)}`, [name]);
}

const ORDER_TERM = /^([^:\s]+)(?::(asc|desc))?$/;

/** An attribute that appears a second time has already decided. */
function orderTerms(lists: readonly string[]): readonly OrderTerm[] {
  const terms = new Map<string, OrderTerm>();
  for (const piece of lists.flatMap(pieces)) {
    const [, name, direction] = ORDER_TERM.exec(piece) ?? [];
    if (name === undefined)
      throw new InvalidValue(`expected attributeName, attributeName:asc or attributeName:desc, got ${shown(piece)}`);
    if (!terms.has(name)) terms.set(name, { name, descending: direction === "desc" });
  }
  return [...terms.values()];
}

/** 4.1.6.5: not case sensitive; the second and subsequent appearances are ignored. */
function formatIn(parameters: Parameters): Format | undefined {
  const asked = parameters.get("$format")?.[0]?.trim();
  if (asked === undefined) return undefined;
  const format = FORMATS.find((known) => known === asked.toLowerCase());
  if (!format) throw new Refusal(406, `$format: there is no ${shown(asked)} representation; expected ${FORMATS.join(" or ")}`);
  return format;
}

const providersOwn = (parameters: Parameters): ReadonlyMap<string, string> =>
  new Map([...parameters].filter(([name]) => !name.startsWith("$")).map(([name, values]) => [name, values[0]!]));

/** Most requests have no query. */
const NOTHING_ASKED: Query = queryOf(new Map());
