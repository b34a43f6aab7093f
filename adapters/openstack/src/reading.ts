import { isSegment } from "./paths.js";

/** Up to so many things are asked for one by one; of more, the list costs less. OpenStack takes no list of ids. */
const SINGLY = 3;

interface Reading<T> {
  idOf(native: T): string;
  /** Undefined: it does not exist. */
  one(id: string): Promise<T | undefined>;
  list(): AsyncIterable<readonly T[]>;
}

/** Reads by many ids; what is missing is absent from the answer. */
export async function readMany<T>(ids: readonly string[], { idOf, one, list }: Reading<T>): Promise<Map<string, T>> {
  const wanted = new Set(ids.filter(isSegment));
  const found: T[] = [];
  if (wanted.size <= SINGLY)
    for (const native of await Promise.all([...wanted].map(one))) native !== undefined && found.push(native);
  else for await (const page of list()) found.push(...page.filter((native) => wanted.has(idOf(native))));
  return new Map(found.map((native) => [idOf(native), native]));
}

/** The first that fits, looked for page by page. */
export async function firstOf<T>(pages: AsyncIterable<readonly T[]>, fits: (native: T) => boolean): Promise<T | undefined> {
  for await (const page of pages) {
    const found = page.find(fits);
    if (found !== undefined) return found;
  }
  return undefined;
}
