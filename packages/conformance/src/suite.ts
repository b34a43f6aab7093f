import { it } from "@jest/globals";
import type { Skip } from "./harness.js";
import type { Need, Presence } from "./presence.js";
import type { Workshop } from "./workshop.js";

/** Where cases define their tests. */
export interface Suite {
  readonly presence: Presence;
  /** The workshop of this run; only inside a test. */
  shop(): Workshop;
  /** A test that is skipped, with the reason in its title, where something that it needs is absent. */
  test(title: string, needs: readonly Need[], run: () => Promise<void>): void;
}

export type Cases = (suite: Suite) => void;

/** @param titles collects what was defined, so that skips of unknown tests are found */
export function suiteOf(presence: Presence, skips: readonly Skip[], shop: () => Workshop, titles: Set<string>): Suite {
  return {
    presence,
    shop,
    test(title, needs, run) {
      titles.add(title);
      const reason = reasonOf(title, needs, presence, skips);
      if (reason === undefined) it(title, run, TIME);
      else it.skip(`${title} (${reason})`, run);
    },
  };
}

function reasonOf(title: string, needs: readonly Need[], presence: Presence, skips: readonly Skip[]): string | undefined {
  const absent = presence.absent(needs);
  if (absent.length > 0) return `absent: ${absent.join(", ")}`;
  return skips.find(({ tests }) => tests.includes(title))?.reason;
}

/** Milliseconds for one test: real clouds take minutes to make a machine. */
const TIME = 600_000;
