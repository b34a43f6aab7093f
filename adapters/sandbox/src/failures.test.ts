import {
  type CreateRequest,
  gather,
  type ImmediateContext,
  immediateContext,
  reference,
  type SteppingClock,
} from "@cimi-gateway/adapter";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { type SandboxAdapter, sandboxAdapter } from "./adapter.js";
import { scene } from "./testing.js";
import type { Rule } from "./world/script.js";

let clock: SteppingClock;
let adapter: SandboxAdapter;

beforeEach(async () => {
  const made = await scene();
  clock = made.clock;
  adapter = sandboxAdapter(made.world);
});

const context = (): ImmediateContext => immediateContext({ clock, adapter, id: "cimi-1", operation: "operation-1" });
const fault = (...rules: Rule[]): Promise<void> => adapter.world.script(rules);
const machines = async (): Promise<string[]> => {
  const { list, identify } = adapter.resources.Machine!;
  return (await gather(list({}, context()))).map((native) => identify(native).id);
};
const makeVolume = () => {
  const request = { id: "cimi-0", template: { volumeConfig: { value: { capacity: 1 } } } } as CreateRequest<"Volume">;
  return adapter.resources.Volume!.create!(request, context());
};
const makeMachine = (write: ImmediateContext) => {
  const template = {
    machineConfig: reference("MachineConfiguration", "medium"),
    machineImage: reference("MachineImage", "debian-12"),
    initialState: "STARTED",
  };
  return adapter.resources.Machine!.create!({ id: "cimi-0", template } as CreateRequest<"Machine">, write);
};

describe("failures", () => {
  it("of reads are repeated, up to three sends (RELIABILITY rule 6)", async () => {
    await fault({ action: "machine.list", fault: "throttle", retryAfter: 2, times: 2 });
    expect(await machines()).toEqual([]);
    await fault({ action: "machine.list", fault: "error" });
    await expect(machines()).rejects.toMatchObject({ kind: "unavailable" });
    expect((await adapter.world.census()).calls["machine.list"]).toBe(6);
  });

  it.each<[Rule, string]>([
    [{ action: "*", fault: "throttle", retryAfter: 600 }, "throttled"],
    [{ action: "*", fault: "error" }, "unavailable"],
    [{ action: "*", fault: "quota" }, "quota"],
    [{ action: "*", fault: "lost" }, "unanswered"],
    [{ action: "*", fault: "garbage" }, "garbled"],
  ])("of a write are told as they are, and sent once: %j is %s", async (rule, kind) => {
    await fault(rule);
    await expect(makeVolume()).rejects.toMatchObject({ name: "ProviderFault", kind });
    expect((await adapter.world.census()).calls["volume.create"]).toBe(1);
  });

  it("that lose an answer leave one object when core sends the step again (row 3)", async () => {
    await fault({ action: "machine.create", fault: "lost", times: 1 });
    const operation = { clock, adapter, id: "cimi-1", operation: "one" };
    await expect(makeMachine(immediateContext(operation))).rejects.toMatchObject({ kind: "unanswered" });
    const { id } = await makeMachine(immediateContext(operation));
    expect(await machines()).toEqual([id]);
    expect((await adapter.world.census()).made.machine).toBe(1);
  });
});
