import { InvalidValue, shown } from "../fault.js";
import { READING_LIMITS, type ReadingLimits } from "./xml-reader.js";

/** Reads a JSON object whose depth and size are bounded before anything walks over it. */
export function readJsonDocument(text: string, limits: ReadingLimits = READING_LIMITS): object {
  const plain = text.startsWith("\ufeff") ? text.slice(1) : text;
  new Bounds(limits).check(plain);
  const value = parse(plain);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InvalidValue("the body is not a JSON object");
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new InvalidValue("the body is not well-formed JSON (RFC 8259)");
  }
}

const [QUOTE, COMMA, OPEN_BRACKET, BACKSLASH, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [
  0x22, 0x2c, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d,
];

/**
 * One pass over the text before it is parsed: brackets outside strings give the depth, commas and brackets the number of values.
 * A member given twice is refused here, since a parser keeps only the last and two readers could then differ.
 */
class Bounds {
  #values = 0;
  /** The keys seen in each open object; undefined for an array. */
  readonly #open: (Set<string> | undefined)[] = [];
  #awaitsKey = false;

  constructor(readonly limits: ReadingLimits) {}

  check(text: string): void {
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code === QUOTE) index = this.#string(text, index);
      else if (code === OPEN_BRACE || code === OPEN_BRACKET) this.#enter(code === OPEN_BRACE);
      else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) this.#leave();
      else if (code === COMMA) this.#next();
    }
  }

  #enter(isObject: boolean): void {
    if (this.#open.push(isObject ? new Set() : undefined) > this.limits.depth) {
      throw new InvalidValue(`the body is nested more than ${this.limits.depth} levels deep`);
    }
    this.#next();
  }

  #leave(): void {
    this.#open.pop();
    this.#awaitsKey = false;
  }

  #next(): void {
    if (++this.#values > this.limits.elements) throw new InvalidValue(`the body holds more than ${this.limits.elements} values`);
    this.#awaitsKey = this.#open.at(-1) !== undefined;
  }

  /** Passes over the string that begins at `start`; returns where it ends. */
  #string(text: string, start: number): number {
    let end = start + 1;
    while (end < text.length && text.charCodeAt(end) !== QUOTE) end += text.charCodeAt(end) === BACKSLASH ? 2 : 1;
    if (this.#awaitsKey) this.#key(text.slice(start, end + 1));
    this.#awaitsKey = false;
    return end;
  }

  #key(quoted: string): void {
    const key = quoted.includes("\\") ? String(parse(quoted)) : quoted.slice(1, -1);
    const keys = this.#open.at(-1)!;
    if (keys.has(key)) throw new InvalidValue(`the body gives the member ${shown(key)} twice`);
    keys.add(key);
  }
}
