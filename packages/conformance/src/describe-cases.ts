import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { CASES } from "./cases/index.js";
import type { Skip } from "./harness.js";
import type { Presence } from "./presence.js";
import { suiteOf } from "./suite.js";
import type { Workshop } from "./workshop.js";

export interface Run {
  readonly presence: Presence;
  readonly skip: readonly Skip[];
  /** Called once, before the first test. */
  open(): Promise<Workshop>;
  /** Called before each test; throws where it is not to be run any more. */
  readonly begin?: () => void;
  /** Milliseconds for one test. */
  readonly time: number;
  /** Milliseconds for beginning and for cleaning up. */
  readonly settingUp: number;
}

/** All cases as jest tests, and at the end that nothing is left of them: called at the top of a test file. */
export function describeCases(name: string, { presence, skip, open, begin, time, settingUp }: Run): void {
  describe(name, () => {
    let shop: Workshop | undefined;
    const opened = (): Workshop => {
      if (!shop) throw new Error("the service is open inside tests only");
      return shop;
    };
    const begun = (): Workshop => {
      begin?.();
      return opened();
    };
    beforeAll(async () => {
      shop = await open();
    }, settingUp);
    afterEach(() => shop?.release());
    afterAll(async () => {
      // Where only some tests are run the last one may not be among them.
      await shop?.clean();
      await shop?.harness.close();
    }, settingUp);

    const titles = new Set<string>();
    const suite = suiteOf({ presence, skips: skip, shop: begun, time, titles });
    for (const [title, cases] of Object.entries(CASES)) describe(title, () => cases(suite));
    it("skips only tests that there are", () => {
      expect(skip.flatMap(({ tests }) => tests).filter((title) => !titles.has(title))).toEqual([]);
    });
    it("4.2.1.4: is left as it was found", async () => expect(await opened().clean()).toEqual([]), settingUp);
  });
}
