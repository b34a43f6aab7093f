import type { AnyThing } from "./things.js";

export const isDue = ({ next }: AnyThing, now: number): boolean => next !== undefined && next[0]!.at <= now;

/** The thing as it is by now; undefined when it is gone. The very same object when nothing fell due. */
export function settle<T extends AnyThing>(thing: T, now: number): T | undefined {
  let settled: T | undefined = thing;
  while (settled && isDue(settled, now)) settled = advance(settled);
  return settled;
}

function advance<T extends AnyThing>(thing: T): T | undefined {
  const [step, ...rest] = thing.next!;
  if (step!.state === undefined) return undefined;
  return {
    ...thing,
    ...step!.changes,
    state: step!.state,
    version: thing.version + 1,
    next: rest.length > 0 ? rest : undefined,
  };
}
