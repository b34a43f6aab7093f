import { ProviderFault } from "@cimi-gateway/adapter";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Bench, machine, network, plan, refuse, segmentPart, subnetworkPart } from "./testing.js";

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(() => bench.close());

const made = (prefix: string, number: number): string[] => [`create ${prefix}`, `finish ${prefix}-${number}`];
const JOINS = [{ attribute: "segments", item: "seg-0" }];

describe("parts of a new resource", () => {
  it("that the template takes ready-made come before it, and it is told which were made for it (5.14.3)", async () => {
    const { state } = await bench.run(machine([plan("v-1"), plan("v-2")]));
    expect([state, bench.world.sent]).toEqual(["SUCCESS", [...made("vol", 1), ...made("vol", 2), ...made("i", 3)]]);
    const { template, made: told } = bench.world.requests.at(-1)!;
    expect(template).toEqual({ volumes: [{ volume: { href: "volumes/vol-1" } }, { volume: { href: "volumes/vol-2" } }] });
    expect(told).toEqual([{ href: "volumes/vol-1" }, { href: "volumes/vol-2" }]);
  });

  it("that name it come after it, and after what it takes in (5.16.3)", async () => {
    const { state } = await bench.run(network({ parts: [segmentPart("s-1"), segmentPart("s-2")], joins: JOINS }));
    expect([state, bench.world.sent]).toEqual([
      "SUCCESS",
      [...made("net", 1), "insert seg-0 into net-1", ...made("seg", 2), ...made("seg", 3)],
    ]);
    expect([...bench.world.segments.things.values()].map((segment) => segment.network)).toEqual([
      { href: "networks/net-1" },
      { href: "networks/net-1" },
    ]);
  });

  it("that come after it are told to the create of the whole: a cloud may have to know them", async () => {
    await bench.run(network({ parts: [subnetworkPart("n-8", [segmentPart("s-1")])] }));
    expect(bench.world.requests.map(({ following }) => following?.map(({ type, template }) => [type, template]))).toEqual([
      [["Network", {}]],
      [["ProtocolSegment", {}]],
      undefined,
    ]);
  });

  it("are beside what exists and joins it, of which the create of the whole is told as well", async () => {
    await bench.run(network({ joins: JOINS }));
    expect(bench.world.requests.map(({ joining }) => joining)).toEqual([JOINS]);
  });

  it("have Jobs of their own, nested in that of the whole", async () => {
    const { id } = await bench.run(network({ parts: [segmentPart("s-1")] }));
    const jobs = await bench.store.operations.list(bench.service.cloud.scope);
    expect(jobs.filter(({ parent }) => parent === id).map(({ created, state }) => [created, state])).toEqual([
      ["segments/s-1", "SUCCESS"],
    ]);
  });

  it("have parts themselves, each in what it is made with", async () => {
    await bench.run(network({ parts: [subnetworkPart("n-8", [segmentPart("s-1")])] }));
    expect(bench.world.sent).toEqual([...made("net", 1), ...made("net", 2), ...made("seg", 3)]);
    expect(bench.world.segments.things.get("seg-3")?.network).toEqual({ href: "networks/net-2" });
  });
});

describe("a part that is refused", () => {
  it("takes back what is in the whole, last first, then what entered it, then the whole", async () => {
    bench.world.before = refuse("finish seg-3");
    const { state, statusMessage } = await bench.run(network({ parts: [segmentPart("s-1"), segmentPart("s-2")], joins: JOINS }));
    expect([state, statusMessage]).toEqual(["FAILED", "the cloud refused: the account is full"]);
    expect(bench.world.sent.slice(7)).toEqual(["delete seg-3", "delete seg-2", "remove seg-0 from net-1", "delete net-1"]);
    expect(bench.left()).toEqual([]);
  });

  it("leaves nothing to be read of the whole, which was there for a moment (RELIABILITY, fault 54)", async () => {
    bench.world.before = refuse("create seg");
    await bench.run(network({ parts: [segmentPart("s-1")] }));
    expect((await bench.service.view.list("Network")).entities).toEqual([]);
    expect(await bench.service.view.find("Network", "n-7")).toBeUndefined();
  });

  it("deep inside takes back everything around it", async () => {
    bench.world.before = refuse("create seg");
    const { state } = await bench.run(
      network({ parts: [subnetworkPart("n-8", []), subnetworkPart("n-9", [segmentPart("s-1")])] }),
    );
    expect([state, bench.left()]).toEqual(["FAILED", []]);
    expect(bench.world.sent.filter((call) => call.startsWith("delete"))).toEqual([
      "delete net-3",
      "delete net-2",
      "delete net-1",
    ]);
  });

  it("takes back what was made in another part with that part", async () => {
    bench.world.before = refuse("finish seg-4");
    const parts = [subnetworkPart("n-8", [segmentPart("s-1")]), segmentPart("s-2")];
    expect((await bench.run(network({ parts }))).state).toBe("FAILED");
    expect(bench.world.sent.filter((call) => call.startsWith("delete"))).toEqual([
      "delete seg-4",
      "delete seg-3",
      "delete net-2",
      "delete net-1",
    ]);
  });

  it("is taken back when a cloud that was away for long is back", async () => {
    let tries = 0;
    bench.world.before = (call) => {
      refuse("finish seg-3")(call);
      if (call === "delete seg-2" && ++tries <= 40) throw new ProviderFault("unavailable", "nobody listens");
    };
    const { statusMessage } = await bench.run(network({ parts: [segmentPart("s-1"), segmentPart("s-2")] }));
    expect([statusMessage, bench.left()]).toEqual(["the cloud refused: the account is full", []]);
    expect(tries).toBe(41);
  });

  it("that cannot be taken back is named in the Job", async () => {
    const calls = new Map<string, true>([
      ["finish seg-3", true],
      ["delete seg-2", true],
    ]);
    bench.world.before = (call) => (calls.has(call) ? refuse(call)(call) : undefined);
    const { statusMessage } = await bench.run(network({ parts: [segmentPart("s-1"), segmentPart("s-2")] }));
    expect(statusMessage).toContain("could not be taken back: ProtocolSegment seg-2");
    expect(bench.left()).toEqual(["seg-2"]);
  });
});

describe("recovery between parts (RELIABILITY, faults 1 to 3)", () => {
  /** The process hangs for ever at a call, and another takes over. */
  async function killedBefore(call: string, parts = [segmentPart("s-1"), segmentPart("s-2")]): Promise<void> {
    const reached = new Promise<void>((resolve) => {
      bench.world.before = (given) => {
        if (given !== call) return undefined;
        resolve();
        return new Promise<void>(() => {});
      };
    });
    void bench.service.runner.submit({ ...network({ parts, joins: JOINS }), id: "job" });
    await reached;
    bench.world.before = () => {};
    await bench.start();
  }

  it.each(["create net", "insert seg-0 into net-1", "create seg", "finish seg-2", "finish seg-3"])(
    "killed at %s: the whole and each part are there once",
    async (call) => {
      await killedBefore(call);
      await bench.recover();
      expect((await bench.job("job"))?.state).toBe("SUCCESS");
      expect(bench.left().toSorted()).toEqual(["net-1", "seg-2", "seg-3"]);
      expect(await bench.store.operations.unsettled()).toEqual([]);
    },
  );

  it("and refused afterwards: nothing is left", async () => {
    await killedBefore("finish seg-3");
    bench.world.before = refuse("finish seg-3");
    await bench.recover();
    expect((await bench.job("job"))?.state).toBe("FAILED");
    expect(bench.left()).toEqual([]);
  });
});
