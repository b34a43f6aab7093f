import { describe, expect, it } from "@jest/globals";
import { DELAY, scene } from "../testing.js";
import type { MachineState } from "./things.js";

type Order = "machine.start" | "machine.stop" | "machine.restart" | "machine.pause" | "machine.suspend";

describe("power (5.14.1.2)", () => {
  // [5.14.1.2-2] [5.14.1.2-9] [5.14.1.2-19] [5.14.1.2-24] [5.14.1.2-30]
  it.each<[Order, MachineState, MachineState[]]>([
    ["machine.start", "off", ["starting", "running"]],
    ["machine.start", "paused", ["starting", "running"]],
    ["machine.start", "suspended", ["starting", "running"]],
    ["machine.stop", "running", ["stopping", "off"]],
    ["machine.stop", "paused", ["stopping", "off"]],
    ["machine.stop", "suspended", ["stopping", "off"]],
    ["machine.restart", "running", ["stopping", "starting", "running"]],
    ["machine.restart", "off", ["starting", "running"]],
    ["machine.pause", "running", ["pausing", "paused"]],
    ["machine.suspend", "running", ["suspending", "suspended"]],
  ])("%s of a machine that is %s passes %j", async (order, initialState, expected) => {
    const { world, clock, see, machine } = await scene();
    const id = await machine({ initialState });
    await world.write(order, { id });
    const seen: string[] = [];
    for (let waited = 0; waited <= DELAY; waited += 50) {
      const { state } = (await see("machine", id))!;
      if (seen.at(-1) !== state) seen.push(state);
      clock.advance(50);
    }
    expect(seen).toEqual(expected);
  });

  it.each<[Order, MachineState]>([
    ["machine.start", "running"],
    ["machine.stop", "off"],
    ["machine.restart", "paused"],
    ["machine.pause", "off"],
    ["machine.suspend", "paused"],
  ])("%s of a machine that is %s is a conflict that names the states accepted", async (order, initialState) => {
    const { world, machine } = await scene();
    const id = await machine({ initialState });
    await expect(world.write(order, { id })).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining("it must be"),
    });
  });

  // [5.14.1.2-13] [5.11.1-28]
  it("stops sooner by force, also when it is stopping already", async () => {
    const { world, clock, see, machine } = await scene();
    const id = await machine();
    await world.write("machine.stop", { id });
    clock.advance(10);
    await world.write("machine.stop", { id, force: true });
    clock.advance(DELAY / 10);
    expect((await see("machine", id))?.state).toBe("off");
  });

  it("is not delayed by being asked to stop again", async () => {
    const { world, clock, see, machine } = await scene();
    const id = await machine();
    await world.write("machine.stop", { id });
    clock.advance(399);
    await world.write("machine.stop", { id });
    clock.advance(1);
    expect((await see("machine", id))?.state).toBe("off");
  });

  // [5.14.1.2-26..27] [5.14.1.2-32..33]
  it("keeps the memory in pause and suspension, loses it when off or restarted", async () => {
    const { world, clock, see, machine } = await scene();
    const id = await machine();
    const runtime = async () => (await see("machine", id))?.runtime;
    const order = async (action: Order) => {
      await world.write(action, { id });
      clock.advance(DELAY);
    };
    const first = await runtime();
    expect(first).toBeDefined();
    for (const action of ["machine.pause", "machine.start", "machine.suspend", "machine.start"] as const) await order(action);
    expect(await runtime()).toBe(first);
    await order("machine.restart");
    const second = await runtime();
    expect(second).not.toBe(first);
    await order("machine.stop");
    expect(await runtime()).toBeUndefined();
  });
});
