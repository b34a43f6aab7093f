import fc from "fast-check";
import type { Asked } from "./asked.js";
import { FACES, HOSTILE_BYTES, HOSTILE_HEADERS, HOSTILE_QUERIES, HOSTILE_SEGMENTS, HOSTILE_VALUES, oneOf } from "./hostile.js";
import { changedTree, type TreeChange } from "./trees.js";

/** One change to a request: data, so that a failing run can be made smaller and printed. */
export type Mutation =
  | { readonly kind: "face"; readonly face: string }
  | { readonly kind: "method"; readonly method: string }
  | { readonly kind: "segment"; readonly at: number; readonly segment: string; readonly inserted: boolean }
  | { readonly kind: "query"; readonly query: string; readonly only: boolean }
  | { readonly kind: "header"; readonly header: readonly [string, string] }
  | { readonly kind: "bare"; readonly at: number }
  | ({ readonly kind: "tree" } & TreeChange)
  | { readonly kind: "cross"; readonly other: number }
  | { readonly kind: "bytes"; readonly part: "body" | "target" | "header"; readonly change: ByteChange };

/** Bytes at a place are replaced by others; the place is a share of the whole, in thousandths. */
export interface ByteChange {
  readonly at: number;
  readonly length: number;
  readonly bytes: string;
}

const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get"];
const kind = <K extends string>(name: K) => fc.constant(name);
const thousandth = fc.nat(1_000);

export const byteChange: fc.Arbitrary<ByteChange> = fc.record({
  at: thousandth,
  length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(2_000)),
  bytes: fc.oneof(
    fc.constant(""),
    oneOf(HOSTILE_BYTES),
    fc.nat(255).map((code) => String.fromCharCode(code)),
  ),
});

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: kind("face"), face: oneOf(FACES) }) },
  { weight: 1, arbitrary: fc.record({ kind: kind("method"), method: oneOf(METHODS) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: kind("segment"), at: fc.nat(8), segment: oneOf(HOSTILE_SEGMENTS), inserted: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ kind: kind("query"), query: oneOf(HOSTILE_QUERIES), only: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: kind("header"), header: oneOf(HOSTILE_HEADERS) }) },
  { weight: 1, arbitrary: fc.record({ kind: kind("bare"), at: fc.nat(3) }) },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: kind("tree"),
      at: thousandth,
      value: oneOf(HOSTILE_VALUES),
      how: oneOf(["replace", "remove", "rename", "repeat", "nest"] as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind("cross"), other: fc.nat() }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: kind("bytes"), part: oneOf(["body", "target", "header"] as const), change: byteChange }),
  },
);

export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(mutation, { maxLength: 3 });

export function changedBytes(text: string, { at, length, bytes }: ByteChange): string {
  const place = Math.floor((text.length * at) / 1_000);
  return text.slice(0, place) + bytes + text.slice(place + length);
}

/** The request after all its changes; the corpus gives bodies that belong to other requests. */
export const mutated = (asked: Asked, changes: readonly Mutation[], corpus: readonly Asked[]): Asked =>
  changes.reduce((request, change) => apply(request, change, corpus), asked);

function apply(asked: Asked, change: Mutation, corpus: readonly Asked[]): Asked {
  switch (change.kind) {
    case "face":
      return { ...asked, target: asked.target.replace(/^\/cimi(?:\/[12])?(?:\/sandbox)?/, change.face) };
    case "method":
      return { ...asked, method: change.method };
    case "segment":
      return { ...asked, target: withSegment(asked.target, change.at, change.segment, change.inserted) };
    case "query":
      return { ...asked, target: withQuery(asked.target, change.query, change.only) };
    case "header":
      return { ...asked, headers: [...asked.headers.filter(([name]) => name !== change.header[0]), change.header] };
    case "bare":
      return { ...asked, headers: asked.headers.filter((_, index) => index !== change.at) };
    case "tree":
      return { ...asked, body: changedTree(asked.body, change) };
    case "cross":
      return { ...asked, body: corpus[change.other % corpus.length]!.body };
    case "bytes":
      return withBytes(asked, change.part, change.change);
  }
}

function withSegment(target: string, at: number, segment: string, inserted: boolean): string {
  const [path = "", ...query] = target.split("?");
  const segments = path.split("/");
  segments.splice(1 + (at % segments.length), inserted ? 0 : 1, segment);
  return [segments.join("/"), ...query].join("?");
}

function withQuery(target: string, query: string, only: boolean): string {
  const [path = "", before] = target.split("?");
  return `${path}?${only || before === undefined ? query : `${before}&${query}`}`;
}

function withBytes(asked: Asked, part: "body" | "target" | "header", change: ByteChange): Asked {
  if (part === "body") return { ...asked, body: changedBytes(asked.body, change) };
  if (part === "target") return { ...asked, target: changedBytes(asked.target, change) };
  const chosen = change.at % Math.max(asked.headers.length, 1);
  const headers = asked.headers.map(
    ([name, value], index) => [name, index === chosen ? changedBytes(value, change) : value] as const,
  );
  return { ...asked, headers };
}
