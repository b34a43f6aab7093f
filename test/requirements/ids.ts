import { CLAUSES } from "./clauses.js";

/** Every id, in the order of the standard. */
export const IDS: readonly string[] = CLAUSES.flatMap(([clause, count]) =>
  Array.from({ length: count }, (_, index) => `${clause}-${index + 1}`),
);

export const clauseOf = (id: string): string => id.replace(/-\d+$/, "");

const RANGE = /^(.+)-(\d+)\.\.(\d+)$/;

/** The ids of a list such as `4.1-1 4.2-3..5 5.13.*`: single ones, ranges, and a clause with all that is below it. */
export const idsIn = (list: string): readonly string[] =>
  list
    .split(/\s+/)
    .filter((word) => word !== "")
    .flatMap(expanded);

function expanded(word: string): readonly string[] {
  if (word.endsWith(".*")) return IDS.filter((id) => `${clauseOf(id)}.`.startsWith(word.slice(0, -1)));
  const [, clause, first, last] = RANGE.exec(word) ?? [];
  if (clause === undefined) return [word];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => `${clause}-${Number(first) + index}`);
}
