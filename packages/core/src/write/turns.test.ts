import { describe, expect, it } from "@jest/globals";
import { Turns } from "./turns.js";

const never = new Promise<void>(() => {});

describe("Turns", () => {
  it("lets one after the other", async () => {
    const turns = new Turns();
    const first = await turns.take("machines/1", never);
    let second = false;
    const waiting = turns.take("machines/1", never).then((end) => {
      second = true;
      return end;
    });
    await Promise.resolve();
    expect(second).toBe(false);
    first!();
    (await waiting)!();
    expect(second).toBe(true);
  });

  it("does not hold up other resources", async () => {
    const turns = new Turns();
    await turns.take("machines/1", never);
    expect(await turns.take("machines/2", never)).toBeDefined();
  });

  it("gives up when time is up, and the next is not held up by that", async () => {
    const turns = new Turns();
    const first = await turns.take("machines/1", never);
    expect(await turns.take("machines/1", Promise.resolve())).toBeUndefined();
    first!();
    expect(await turns.take("machines/1", never)).toBeDefined();
  });
});
