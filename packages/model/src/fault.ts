import { carried } from "./characters.js";

/** A value that the model refuses. The path names the attribute (`machineTemplate.volumes[0].volume`), the message what would be accepted. */
export class InvalidValue extends Error {
  constructor(
    readonly problem: string,
    readonly path: readonly (string | number)[] = [],
  ) {
    super(path.length === 0 ? problem : `${pathText(path)}: ${problem}`);
    this.name = "InvalidValue";
  }

  /** The same fault, without the value that was refused: messages end in it. */
  withoutValue(): InvalidValue {
    return new InvalidValue(this.problem.replace(/, got .*$/s, ""), this.path);
  }

  /** The same fault, seen from one level further out. */
  within(step: string | number): InvalidValue {
    return new InvalidValue(this.problem, [step, ...this.path]);
  }
}

const pathText = (path: readonly (string | number)[]): string =>
  path.map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${excerpt(step)}`)).join("");

/** Runs a reader of something nested; a fault in it gains the step that leads there. */
export function inside<T>(step: string | number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof InvalidValue ? error.within(step) : error;
  }
}

const SHOWN = 60;

/** A short, safe rendering of a refused value for a message. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : typeof value === "object" ? kindOf(value) : String(value);
  return excerpt(text);
}

/** The beginning of a text from outside, fit for a message in either format: faults are answered in XML too. */
export function excerpt(text: string, length = SHOWN): string {
  const beginning = text.length > length ? `${text.slice(0, length)}…` : text;
  return carried(beginning);
}

const kindOf = (value: object | null): string => (value === null ? "null" : Array.isArray(value) ? "an array" : "an object");
