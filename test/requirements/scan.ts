import { filesUnder, textOf } from "../architecture/sources.js";
import { idsIn } from "./ids.js";

/** Folders in which tests stand; tests of real back ends hold nothing that those do not. */
const FOLDERS = ["packages", "adapters", "test"];
const OTHERS = /^test\/(live|requirements)\//;
const isTest = (path: string): boolean => path.endsWith(".test.ts") || path.startsWith("packages/conformance/src/cases/");

/** `[4.2.1.6-1]`, `[5.11.1-5..8]`: in the title of a test, or in a comment above it. */
const TAG = /\[((?:\d+(?:\.\d+)+|[67A])-\d+(?:\.\.\d+)?)\]/g;

export const tagsIn = (text: string): readonly string[] => [...text.matchAll(TAG)].flatMap(([, tag]) => idsIn(tag!));

/** The files whose tests hold an id, by id. */
export function held(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const path of FOLDERS.flatMap(filesUnder).filter((name) => isTest(name) && !OTHERS.test(name))) {
    for (const id of new Set(tagsIn(textOf(path)))) found.set(id, [...(found.get(id) ?? []), path]);
  }
  return found;
}
