import { stripVTControlCharacters } from "node:util";

const MARKS = { passed: "✓", failed: "✗", pending: "○" };

/** The clauses with which a title begins, e.g. `4.2.1.6` or `5.14.5, 5.14.7`. */
const CLAUSES = /^(\d+(?:\.\d+)+(?:, \d+(?:\.\d+)+)*)[:,]?\s+/;

/** The clause of a case, its own before that of its group, and its title without it. */
function named({ ancestorTitles, title }) {
  const own = CLAUSES.exec(title);
  const group = CLAUSES.exec(ancestorTitles.at(-1) ?? "");
  return { clause: (own ?? group)?.[1] ?? "", title: own ? title.slice(own[0].length) : title };
}

/** Lines of a complaint that are shown: what was expected and what came; the rest is where in the suite. */
const SHOWN = 12;

const complaint = (text) =>
  stripVTControlCharacters(text)
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at /.test(line))
    .slice(0, SHOWN)
    .map((line) => `      ${line}`)
    .join("\n");

/** Prints each case with its clause as it ends, and the figures last. */
export default class ConformanceReporter {
  #counts = { passed: 0, failed: 0, pending: 0 };
  #failed = new Map();
  #groups = new Set();
  #pattern;
  #wanted;

  constructor({ testNamePattern }) {
    this.#pattern = testNamePattern;
    this.#wanted = new RegExp(testNamePattern ?? "", "i");
  }

  onTestCaseResult(_test, result) {
    const { clause } = this.#print(result);
    if (result.status !== "failed") return;
    this.#failed.set(clause, (this.#failed.get(clause) ?? 0) + 1);
    console.log(complaint(result.failureMessages[0] ?? "it says nothing"));
  }

  /** Jest tells of what was skipped at the end only; what a pattern leaves out is none of this run. */
  onTestFileResult(_test, { testResults, testExecError }) {
    const absent = testResults.filter(({ title, fullName }) => /\(absent: .*\)$/.test(title) && this.#wanted.test(fullName));
    for (const result of absent) this.#print(result);
    for (const { ancestorTitles } of testResults) if (ancestorTitles.length > 1) this.#groups.add(ancestorTitles.at(-1));
    if (!testExecError) return;
    this.#counts.failed++;
    console.log(`✗ the service cannot be tested\n${complaint(testExecError.message)}`);
  }

  #print(result) {
    const { clause, title } = named(result);
    console.log(`${MARKS[result.status]} ${clause}  ${title}`);
    this.#counts[result.status]++;
    return { clause };
  }

  onRunComplete() {
    const { passed, failed, pending } = this.#counts;
    if (this.#isEmpty()) {
      const groups = [...this.#groups].map((group) => `\n  ${group}`).join("");
      console.log(`✗ no case has a clause or a title that fits ${this.#pattern}\n\nthere are:${groups}`);
    }
    const clauses = [...this.#failed].map(([clause, count]) => `${clause} (${count})`);
    if (clauses.length > 0) console.log(`\nclauses that are not held: ${clauses.join(", ")}`);
    console.log(`\n${passed} passed, ${failed} failed, ${pending} skipped`);
  }

  /** A pattern that fits nothing has shown nothing. */
  #isEmpty = () => Object.values(this.#counts).every((count) => count === 0);

  getLastError() {
    if (this.#isEmpty()) return new Error("no case was run");
    return this.#counts.failed > 0 ? new Error("the service does not conform") : undefined;
  }
}
