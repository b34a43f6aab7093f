import { it } from "@jest/globals";
import { type Dialect, dialectsIn, extremesIn } from "./dialect.js";
import type { Skip } from "./harness.js";
import type { Need, Presence } from "./presence.js";
import type { Workshop } from "./workshop.js";

/** Where cases define their tests. */
export interface Suite {
  readonly presence: Presence;
  /** Every edition that is spoken, in both formats. */
  readonly dialects: readonly Dialect[];
  /** The two of them that differ most. */
  readonly extremes: readonly Dialect[];
  /** Edition 1 in both formats, where it is spoken. */
  readonly first: readonly Dialect[];
  /** Edition 2 in both formats, where it is spoken: for what only that has. */
  readonly second: readonly Dialect[];
  /** The workshop of this run; only inside a test. */
  shop(): Workshop;
  /** A test that is skipped, with the reason in its title, where something that it needs is absent. */
  test(title: string, needs: readonly Need[], run: () => Promise<void>): void;
}

export type Cases = (suite: Suite) => void;

export interface SuiteOptions {
  readonly presence: Presence;
  readonly skips: readonly Skip[];
  /** The workshop of this run. */
  readonly shop: () => Workshop;
  /** Milliseconds for one test. */
  readonly time: number;
  /** Collects what was defined, so that skips of unknown tests are found. */
  readonly titles: Set<string>;
}

export function suiteOf({ presence, skips, shop, time, titles }: SuiteOptions): Suite {
  return {
    presence,
    shop,
    dialects: dialectsIn(presence.editions),
    extremes: extremesIn(presence.editions),
    first: dialectsIn(presence.editions).filter(({ edition }) => edition === 1),
    second: dialectsIn(presence.editions).filter(({ edition }) => edition === 2),
    test(title, needs, run) {
      titles.add(title);
      const reason = reasonOf(title, needs, presence, skips);
      if (reason === undefined) it(title, run, time);
      else it.skip(`${title} (${reason})`, run);
    },
  };
}

function reasonOf(title: string, needs: readonly Need[], presence: Presence, skips: readonly Skip[]): string | undefined {
  const absent = presence.absent(needs);
  if (absent.length > 0) return `absent: ${absent.join(", ")}`;
  return skips.find(({ tests }) => tests.includes(title))?.reason;
}
