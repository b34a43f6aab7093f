import { type Progress, ProviderFault, silentLog } from "@cimi-gateway/adapter";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { LIMITS } from "../limits.js";
import { FakeResource, ManualClock, settled } from "../testing.js";
import { created, deleted, reached } from "./goal.js";
import { handleFinished, handlesOf } from "./handles.js";
import { Watcher } from "./watch.js";

const NEVER = Number.MAX_SAFE_INTEGER;

let clock: ManualClock;
let watcher: Watcher;
let machines: FakeResource;
beforeEach(() => {
  clock = new ManualClock();
  watcher = new Watcher({ clock, log: silentLog, limits: LIMITS, tenant: "tenant" });
  machines = new FakeResource(["state"]);
});

const show = (id: string, state: string): unknown => machines.things.set(id, { id, state });

/** Waits for a machine to be STARTED; says what came of it. */
function wait(id: string, { deadline = NEVER, adapter = machines.adapter } = {}): { outcome: string } {
  const seen = { outcome: "waits" };
  const judge = reached("Machine", ["STARTED"], LIMITS.probeWindow);
  watcher.until(adapter, "Machine", id, undefined, judge, deadline).then(
    () => (seen.outcome = "done"),
    (error: Error) => (seen.outcome = error instanceof ProviderFault ? error.kind : error.message),
  );
  return seen;
}

describe("many waits", () => {
  it("cost one read a poll, and each ends at its own time", async () => {
    const waits = ["a", "b", "c"].map((id) => {
      show(id, "STARTING");
      return wait(id);
    });
    await settled();
    expect(machines.calls).toEqual(["read a,b,c"]);
    show("b", "STARTED");
    await clock.advance(100);
    expect(machines.calls).toEqual(["read a,b,c", "read a,b,c"]);
    expect(waits.map(({ outcome }) => outcome)).toEqual(["waits", "done", "waits"]);
    await clock.advance(100);
    expect(machines.calls.at(-1)).toBe("read a,c");
  });

  it("for one resource ask for it once", async () => {
    show("a", "STARTING");
    const waits = [wait("a"), wait("a")];
    await settled();
    expect(machines.calls).toEqual(["read a"]);
    show("a", "STARTED");
    await clock.advance(100);
    expect(waits.map(({ outcome }) => outcome)).toEqual(["done", "done"]);
  });

  it("for things of different parents are asked about apart", async () => {
    const parents: (string | undefined)[] = [];
    const read = async (ids: readonly string[], _: unknown, parent?: string) => {
      parents.push(parent);
      return new Map(ids.map((id) => [id, { id }]));
    };
    const { adapter } = new FakeResource([], [], { read });
    const done = ["m-1", "m-2"].map((parent) => watcher.until(adapter, "Disk", "d", parent, () => "done", NEVER));
    await Promise.all(done);
    expect(parents).toEqual(["m-1", "m-2"]);
  });
});

describe("how often", () => {
  const between = async (from: number, to: number): Promise<number> => {
    await clock.advance(from - clock.now());
    const before = machines.calls.length;
    await clock.advance(to - from);
    return machines.calls.length - before;
  };

  it("a young wait is looked after often, an old one rarely, but never more rarely than the limit", async () => {
    show("a", "STARTING");
    wait("a");
    await settled();
    expect(await between(0, 500)).toBe(5);
    expect(await between(10_000, 20_000)).toBeLessThan(6);
    expect(await between(1_000_000, 1_060_000)).toBe(4);
  });

  it("a newcomer is looked at at once, and brings the others with it", async () => {
    show("a", "STARTING");
    wait("a");
    await clock.advance(600_000);
    machines.calls.length = 0;
    show("b", "STARTED");
    const newcomer = wait("b");
    await settled();
    expect(machines.calls).toEqual(["read a,b"]);
    expect(newcomer.outcome).toBe("done");
  });

  it("nobody waits: nothing is asked", async () => {
    show("a", "STARTED");
    wait("a");
    await clock.advance(60_000);
    expect(machines.calls).toHaveLength(1);
  });
});

describe("what does not come", () => {
  it("ends at the deadline", async () => {
    show("a", "STARTING");
    const seen = wait("a", { deadline: 5000 });
    await clock.advance(4900);
    expect(seen.outcome).toBe("waits");
    await clock.advance(5000);
    expect(seen.outcome).toBe("unavailable");
  });

  it("ends when it is in ERROR", async () => {
    show("a", "ERROR");
    const seen = wait("a");
    await settled();
    expect(seen.outcome).toBe("conflict");
  });

  it("that was never seen may lag behind for the window (RELIABILITY, A3)", async () => {
    const seen = wait("a");
    await clock.advance(LIMITS.probeWindow - 1000);
    expect(seen.outcome).toBe("waits");
    show("a", "STARTED");
    await clock.advance(20_000);
    expect(seen.outcome).toBe("done");
    const other = wait("none");
    await clock.advance(LIMITS.probeWindow + LIMITS.pollLongest);
    expect(other.outcome).toBe("notFound");
  });

  it("that was seen is gone when it is missing for the whole window; a gap is not counted (fault 54)", async () => {
    show("a", "STARTING");
    const seen = wait("a");
    await settled();
    machines.things.delete("a");
    await clock.advance(LIMITS.probeWindow - 5_000);
    show("a", "STARTING");
    await clock.advance(LIMITS.pollLongest);
    machines.things.delete("a");
    await clock.advance(LIMITS.probeWindow - 5_000);
    expect(seen.outcome).toBe("waits");
    await clock.advance(5_000 + 2 * LIMITS.pollLongest);
    expect(seen.outcome).toBe("notFound");
  });

  it("a delete is finished at the first look that does not find it", async () => {
    show("a", "DELETING");
    let done = false;
    void watcher.until(machines.adapter, "Machine", "a", undefined, deleted, NEVER).then(() => (done = true));
    await settled();
    expect(done).toBe(false);
    machines.things.delete("a");
    await clock.advance(100);
    expect(done).toBe(true);
  });
});

describe("a cloud in trouble", () => {
  it("a poll that fails says nothing: the next one may succeed (RELIABILITY, fault 13)", async () => {
    let failing = true;
    const read = async (ids: readonly string[]) => {
      if (failing) throw new ProviderFault("unavailable", "down");
      return new Map(ids.map((id) => [id, { id, state: "STARTED" }]));
    };
    const seen = wait("a", { adapter: new FakeResource(["state"], [], { read }).adapter });
    await clock.advance(LIMITS.probeWindow * 2);
    expect(seen.outcome).toBe("waits");
    failing = false;
    await clock.advance(LIMITS.pollLongest);
    expect(seen.outcome).toBe("done");
  });

  it("what cannot be made sense of ends its wait, and no other (fault 14)", async () => {
    const state = (native: { state?: string }) => native.state!.toUpperCase();
    machines.things.set("a", { id: "a" });
    show("b", "started");
    const adapter = { ...machines.adapter, attributes: { state } as typeof machines.adapter.attributes };
    const waits = [wait("a", { adapter }), wait("b", { adapter })];
    await settled();
    expect(waits.map(({ outcome }) => outcome)).toEqual(["the state of a cannot be read", "done"]);
  });
});

describe("a gateway that stops", () => {
  it("asks no more, and whoever waits stays waiting for the next start", async () => {
    show("a", "STARTING");
    const seen = wait("a");
    await settled();
    watcher.stop();
    show("a", "STARTED");
    await clock.advance(60_000);
    expect([machines.calls.length, seen.outcome]).toEqual([1, "waits"]);
    expect(watcher.writing().signal.aborted).toBe(true);
  });
});

describe("native operation objects", () => {
  const progress: Readonly<Record<string, Progress>> = {
    done: { done: true },
    full: { done: true, error: new ProviderFault("quota", "no more addresses") },
    broken: { done: true, error: new Error("no capacity") },
  };
  const poll = async (handles: readonly string[]) =>
    new Map(handles.flatMap((handle) => (progress[handle] ? [[handle, progress[handle]] as const] : [])));
  const polled = (handle: string) =>
    watcher.until(handlesOf({ ...machines.adapter, poll }), "Machine operation", handle, undefined, handleFinished, NEVER);

  it("are finished, or fail with what the cloud says", async () => {
    await polled("done");
    await expect(polled("full")).rejects.toMatchObject({ kind: "quota" });
    await expect(polled("broken")).rejects.toMatchObject({ kind: "conflict", message: "no capacity" });
  });

  it("that are forgotten were finished long ago", async () => {
    const done = polled("forgotten");
    await clock.advance(1000);
    await done;
  });
});

describe("a create that is watched", () => {
  it("is finished when nothing is under way with it any more", async () => {
    show("a", "STARTING");
    let done = false;
    const judge = created("Machine", LIMITS.probeWindow);
    void watcher.until(machines.adapter, "Machine", "a", undefined, judge, NEVER).then(() => (done = true));
    await settled();
    expect(done).toBe(false);
    show("a", "STOPPED");
    await clock.advance(100);
    expect(done).toBe(true);
  });
});
