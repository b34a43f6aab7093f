import { storeFailure } from "@cimi-gateway/store";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Bench, deletion, machine, plan, refuse } from "./testing.js";

/** What the database does with the call of a number: it refuses it, or carries it out and its answer is lost. */
type Outage = "refused" | "lost";

const away = (): Error => Object.assign(new Error("Connection terminated"), { code: "ECONNRESET" });

let bench: Bench;
let calls: number;
let outage: { readonly kind: Outage; readonly from: number; readonly count: number } | undefined;
beforeEach(open);
afterEach(() => bench.close());

async function open(): Promise<void> {
  outage = undefined;
  calls = 0;
  bench = await Bench.open(async (act) => {
    calls += 1;
    const hit = outage && calls >= outage.from && calls < outage.from + outage.count ? outage.kind : undefined;
    if (hit === "refused") throw away();
    const answer = await act();
    if (hit === "lost") throw away();
    return answer;
  });
}

const request = () => ({ ...machine([plan("v-1")]), id: "job" });

/** How many calls of the store a write takes, the first of which commits it. */
async function callsOf(act: () => Promise<unknown>): Promise<number> {
  calls = 0;
  await act();
  return calls;
}

describe.each<Outage>(["refused", "lost"])("a database of which one call is %s (RELIABILITY, rule 14)", (kind) => {
  it("and later ones with it: the Job goes on by itself, and nothing is sent twice", async () => {
    const all = await callsOf(() => bench.run(request()));
    const sent = [...bench.world.sent];
    for (let from = 2; from <= all; from++) {
      await bench.close();
      await open();
      outage = { kind, from, count: 5 };
      expect(await bench.run(request())).toMatchObject({ state: "SUCCESS" });
      expect(bench.world.sent).toEqual(sent);
      expect(bench.left()).toEqual(["vol-1", "i-2"].toSorted());
      outage = undefined;
      expect(await bench.job("job")).toMatchObject({ state: "SUCCESS", details: { nativeId: "i-2" } });
      expect(await bench.store.operations.unsettled()).toEqual([]);
    }
  });

  it("while the Job turns back: all is taken back, once", async () => {
    const failing = async () => {
      bench.world.before = refuse("finish i-2");
      return bench.run(request());
    };
    const all = await callsOf(failing);
    const sent = [...bench.world.sent];
    for (let from = 2; from <= all; from++) {
      await bench.close();
      await open();
      outage = { kind, from, count: 5 };
      expect(await failing()).toMatchObject({ state: "FAILED", statusMessage: "the cloud refused: the account is full" });
      expect([bench.world.sent, bench.left()]).toEqual([sent, []]);
    }
  }, 30_000);

  it("while a resource is deleted: what was kept of it is forgotten", async () => {
    await bench.run(request());
    calls = 0;
    outage = { kind, from: 2, count: 9 };
    expect(await bench.run(deletion("i-2"))).toMatchObject({ state: "SUCCESS" });
    expect(await bench.shown("m-7")).toBeUndefined();
  });

  it("when the intent is committed: nothing is sent, and nothing is left for the next start", async () => {
    outage = { kind, from: 1, count: 3 };
    const refused: unknown = await bench.run(request()).catch((error: unknown) => error);
    expect(storeFailure(refused)).toBe("unavailable");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(bench.world.sent).toEqual([]);
    expect(await bench.store.operations.unsettled()).toEqual([]);
  });
});
