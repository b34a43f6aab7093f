import { silentLog } from "@cimi-gateway/adapter";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { LIMITS } from "../limits.js";
import { ManualClock, settled } from "../testing.js";
import { patiently } from "./patience.js";

const away = Object.assign(new Error("Connection refused"), { code: "ECONNREFUSED" });

let clock: ManualClock;
let stopping: AbortController;
/** When it was tried. */
let tried: number[];
beforeEach(() => {
  clock = new ManualClock();
  stopping = new AbortController();
  tried = [];
});

function begin(act: () => Promise<string>): { outcome: unknown } {
  const seen: { outcome: unknown } = { outcome: "waits" };
  const trying = () => {
    tried.push(clock.now());
    return act();
  };
  patiently(trying, { clock, log: silentLog, limits: LIMITS, signal: stopping.signal }).then(
    (value) => (seen.outcome = value),
    (error) => (seen.outcome = error),
  );
  return seen;
}

describe("what waits for the database (RELIABILITY, fault 45)", () => {
  it("tries again after pauses that double up to the longest", async () => {
    begin(() => Promise.reject(away));
    await clock.advance(8_000);
    expect(tried).toEqual([0, 100, 300, 700, 1_500, 3_100, 5_100, 7_100]);
  });

  it("goes on within 10 s once the database is back, however long it was away", async () => {
    let isBack = false;
    const seen = begin(async () => (isBack ? "done" : Promise.reject(away)));
    await clock.advance(3_600_000);
    expect(seen.outcome).toBe("waits");
    isBack = true;
    await clock.advance(LIMITS.databaseRetryLongest);
    expect(seen.outcome).toBe("done");
    expect(LIMITS.databaseRetryLongest).toBeLessThan(10_000);
  });

  it("does not wait after anything else, nor when the gateway stops", async () => {
    const fault = new TypeError("x is undefined");
    const other = begin(() => Promise.reject(fault));
    const stopped = begin(() => Promise.reject(away));
    await settled();
    stopping.abort(new Error("the gateway stops"));
    await settled();
    expect([other.outcome, stopped.outcome]).toEqual([fault, stopping.signal.reason]);
  });
});
