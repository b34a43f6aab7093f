import type { z } from "zod";
import type { Problem } from "./error.js";

type Issue = z.core.$ZodIssue;

/** One sentence for each thing that zod found, without any value. */
export const explain = (error: z.ZodError, under: readonly PropertyKey[] = []): Problem[] =>
  error.issues.map((issue) => ({ path: [...under, ...issue.path].map(String).join("."), problem: sentence(issue) }));

function sentence(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? `is missing: give ${kind(issue.expected)}` : `must be ${kind(issue.expected)}`;
    case "invalid_value":
      return `must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.join(", ")}`;
    case "unrecognized_keys":
      return `${issue.keys.join(", ")}: no such setting here`;
    case "too_small":
      return issue.origin === "string" || issue.origin === "object" ? "must not be empty" : `must be ${issue.minimum} or more`;
    case "too_big":
      return `must be ${issue.maximum} or less`;
    default:
      return issue.message;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping of settings",
  record: "a mapping",
};

const kind = (expected: string): string => KINDS[expected] ?? expected;
