import type { Json, Operation } from "@cimi-gateway/store";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Intent } from "./intent.js";
import { carriesSecrets } from "./sealed-intent.js";
import { Bench, machine } from "./testing.js";

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(() => bench.close());

/** A request for a machine with data for its guest. */
function request() {
  const { intent, ...submission } = machine();
  const create = intent as Extract<Intent, { kind: "create" }>;
  const template = { userData: "aHVzaA==" } as typeof create.request.template;
  return { ...submission, id: "job", intent: { ...create, request: { ...create.request, template } } };
}

describe("a request that carries secrets", () => {
  it.each([
    [{ template: { userData: "QQ==" } }, true],
    [{ template: { parameters: { userName: "me" } } }, false],
    [{ changes: { parameters: { password: "p" } } }, true],
    [{ volumes: [{ request: { template: { userData: "QQ==" } } }] }, true],
    [{ changes: { serviceTemplates: [{ value: { policies: { "preSharedKey.all": "k" } } }] } }, true],
    [{ changes: { serviceTemplates: [{ value: { policies: { routing: "bgp" } } }] } }, false],
    [{ changes: { userData: null, parameters: null, name: "userData" } }, false],
  ])("is known by the model: %j is %s", (value, carries) => {
    expect(carriesSecrets(value)).toBe(carries);
  });

  it("is sealed as long as it runs, and gone when its Job is settled (RELIABILITY, rule 12)", async () => {
    const seen: (Json | undefined)[] = [];
    bench.world.before = async () => {
      const held = await bench.job("job");
      seen.push(held!.request, held!.preview);
    };
    await bench.run(request());
    expect(seen[0]).toEqual({ sealed: expect.any(String) });
    expect(JSON.stringify(seen)).not.toContain("aHVzaA");
    expect(await bench.job("job")).toMatchObject({ state: "SUCCESS", request: undefined, preview: undefined });
  });

  it("is taken up again after a crash", async () => {
    await bench.killedAt("create.recorded", request());
    await bench.recover();
    expect(await bench.job("job")).toMatchObject({ state: "SUCCESS" });
    expect(bench.left()).toEqual(["i-1"]);
  });

  it("that stands in another row than its own is not carried out: the Job says so (fault 38)", async () => {
    await bench.killedAt("committed", request());
    const { scope } = bench.service.cloud;
    const held = (await bench.job("job"))!;
    await bench.store.operations.begin(scope, { ...held, id: "other", version: 1 } satisfies Operation);
    await bench.recover();
    expect(await bench.job("other")).toMatchObject({
      state: "FAILED",
      statusMessage: expect.stringContaining("can no longer be decrypted"),
    });
    expect(bench.left()).toEqual(["i-1"]);
  });
});
