import type { Kind } from "./things.js";

/** What may go wrong on demand. */
export type Fault =
  /** The answer takes so much longer. */
  | { readonly fault: "delay"; readonly milliseconds: number }
  /** Refused: too many calls; retryAfter in seconds. */
  | { readonly fault: "throttle"; readonly retryAfter?: number }
  /** Refused: the cloud failed (500). Nothing was done. */
  | { readonly fault: "error" }
  | { readonly fault: "quota" }
  /** The connection ends before anything is done. */
  | { readonly fault: "cut" }
  /** It is done, and the connection ends without an answer. */
  | { readonly fault: "lost" }
  /** It is done, and the connection ends after so many bytes of the answer. */
  | { readonly fault: "drop"; readonly bytes: number }
  /** No answer ever; `acts`: although it is done. */
  | { readonly fault: "hang"; readonly acts?: boolean }
  /** It is done, and the answer makes no sense. */
  | { readonly fault: "garbage"; readonly form?: Garbage }
  /** What is made is not shown by lists and reads for so long. */
  | { readonly fault: "stale"; readonly milliseconds: number }
  /** It is accepted, but what it makes or changes ends in this state. */
  | { readonly fault: "breakdown"; readonly state?: "error" | "failed" };

export type Garbage = "html" | "types" | "deep" | "large";

/** A fault, and the calls that it befalls. The first rule that fits decides. */
export type Rule = Fault & {
  /** `machine.create`, `machine.*`, `*.list`, `*`. */
  readonly action: string;
  /** How often; absent: always. */
  readonly times?: number;
  /** 0 to 1: the share of calls; absent: all. */
  readonly share?: number;
};

export type Call = `${Kind}.${string}`;

/** The rules in force, and how often each may still strike. */
export class Script {
  #rules: { readonly rule: Rule; left: number }[] = [];

  constructor(private readonly random: () => number) {}

  /** Replaces all rules; no rules: nothing goes wrong. */
  set(rules: readonly Rule[]): void {
    this.#rules = rules.map((rule) => ({ rule, left: rule.times ?? Number.POSITIVE_INFINITY }));
  }

  /** What befalls this call. */
  next(call: Call): Fault | undefined {
    for (const entry of this.#rules) {
      if (entry.left <= 0 || !fits(entry.rule.action, call) || this.random() >= (entry.rule.share ?? 1)) continue;
      entry.left--;
      return entry.rule;
    }
    return undefined;
  }
}

function fits(pattern: string, call: Call): boolean {
  if (pattern === "*") return true;
  const [kind, verb] = pattern.split(".");
  const [calledKind, calledVerb] = call.split(".");
  return (kind === "*" || kind === calledKind) && (verb === "*" || verb === calledVerb);
}
