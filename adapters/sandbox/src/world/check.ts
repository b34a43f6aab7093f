import { Refusal } from "./refusal.js";
import type { Page } from "./table.js";
import type { AnyThing } from "./things.js";
import type { Receipt } from "./world.js";

type Members = Readonly<Record<string, unknown>>;

/** What another process answers is looked at before it is believed. @throws Refusal Garbled */
export function pageIn(json: unknown, kind: string): Page<AnyThing> {
  const { items, after } = members(json);
  if (!Array.isArray(items) || !items.every((item) => isThing(item, kind))) throw garbled(`is no list of ${kind}`);
  if (after !== undefined && typeof after !== "number") throw garbled("has a cursor that is no number");
  return { items: items as AnyThing[], after };
}

export function receiptIn(json: unknown): Receipt {
  const { id, requestId } = members(json);
  if (typeof id !== "string" || typeof requestId !== "string") throw garbled("is no receipt");
  return { id, requestId };
}

function isThing(json: unknown, kind: string): boolean {
  const thing = members(json);
  return (
    thing.kind === kind &&
    TEXTS.every((name) => typeof thing[name] === "string") &&
    NUMBERS.every((name) => Number.isInteger(thing[name]))
  );
}

const TEXTS = ["id", "state", "zone", "created"];
const NUMBERS = ["serial", "version"];

function members(json: unknown): Members {
  if (typeof json !== "object" || json === null) throw garbled("is no object");
  return json as Members;
}

const garbled = (how: string): Refusal => new Refusal("Garbled", `the answer of the simulated cloud ${how}`);
