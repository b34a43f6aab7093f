import { CLAUSES } from "./clauses.js";
import { clauseOf, IDS, idsIn } from "./ids.js";
import { REASONS } from "./reasons.js";
import { held } from "./scan.js";

/** The reason of each id that no test holds. */
export const reasons = (): ReadonlyMap<string, string> =>
  new Map(REASONS.flatMap(({ reason, ids }) => idsIn(ids).map((id) => [id, reason] as const)));

/** docs/requirements.md. */
export function requirementsPage(): string {
  const tests = held();
  const why = reasons();
  const tested = IDS.filter((id) => tests.has(id)).length;
  const rowOf = (id: string): string => `| ${id} | ${tests.get(id)?.map(linked).join("<br>") ?? why.get(id)} |`;
  const sections = CLAUSES.map(([clause]) => {
    const ids = IDS.filter((id) => clauseOf(id) === clause);
    return [`## ${clause}`, "", "| Sentence | Held by |", "| --- | --- |", ...ids.map(rowOf), ""].join("\n");
  });
  return [
    "# Requirements",
    "",
    "<!-- Written by `npm run docs` from the tests and test/requirements. -->",
    "",
    "The normative sentences of DSP0263 2.0.0, numbered within their clauses, and the tests that hold them. " +
      "Where no test can hold a sentence, the reason stands instead.",
    "",
    `${IDS.length} sentences: ${tested} are held by tests, and ${IDS.filter((id) => why.has(id)).length} have a reason.`,
    "",
    ...sections,
  ].join("\n");
}

const linked = (path: string): string => `[${path}](../${path})`;
