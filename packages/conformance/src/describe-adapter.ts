import type { Adapter } from "@cimi-gateway/adapter";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { CASES } from "./cases/index.js";
import type { Harness, Skip } from "./harness.js";
import { Presence } from "./presence.js";
import { suiteOf } from "./suite.js";
import { Workshop } from "./workshop.js";

export interface AdapterSuite {
  /** What the adapter offers: what it leaves out is not tested. */
  readonly resources: Adapter["resources"];
  /** Opens a gateway over the adapter; called once, before the first test. */
  open(): Promise<Harness>;
  readonly skip?: readonly Skip[];
}

/** What every cloud has to show through the gateway, as jest tests: called at the top of a test file. */
export function describeAdapter(name: string, { resources, open, skip = [] }: AdapterSuite): void {
  describe(`the cloud ${name}`, () => {
    let shop: Workshop | undefined;
    const opened = (): Workshop => {
      if (!shop) throw new Error("the gateway is open inside tests only");
      return shop;
    };
    beforeAll(async () => {
      shop = new Workshop(await open());
    }, SETTING_UP);
    afterAll(() => shop?.harness.close(), SETTING_UP);

    const titles = new Set<string>();
    const suite = suiteOf(new Presence(resources), skip, opened, titles);
    for (const [title, cases] of Object.entries(CASES)) describe(title, () => cases(suite));
    it("skips only tests that there are", () => {
      expect(skip.flatMap(({ tests }) => tests).filter((title) => !titles.has(title))).toEqual([]);
    });
    it("is left as it was found", async () => expect(await opened().clean()).toEqual([]), SETTING_UP);
  });
}

/** Milliseconds. */
const SETTING_UP = 600_000;
