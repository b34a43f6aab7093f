import { describe, expect, it } from "@jest/globals";
import { Refusal } from "./refusal.js";
import { Transitions } from "./transitions.js";

function timed() {
  const time = { now: 0 };
  return { time, transitions: new Transitions({ now: () => time.now }) };
}

describe("transitions", () => {
  it("show one stage after another, then nothing", () => {
    const { time, transitions } = timed();
    transitions.begin("v", [
      ["modifying", 10],
      ["optimizing", 5],
    ]);
    const seen = [0, 9, 10, 14, 15].map((now) => {
      time.now = now;
      return transitions.state("v");
    });
    expect(seen).toEqual(["modifying", "modifying", "optimizing", "optimizing", undefined]);
  });

  it("keep the last state until their effect has happened, once", async () => {
    const { time, transitions } = timed();
    const happened: string[] = [];
    transitions.begin("v", [["deleting", 10]], async () => void happened.push("deleted"));
    await transitions.settle();
    expect(happened).toEqual([]);
    time.now = 10;
    expect(transitions.state("v")).toBe("deleting");
    await transitions.settle();
    await transitions.settle();
    expect([transitions.state("v"), happened]).toEqual([undefined, ["deleted"]]);
  });

  it("let an effect be refused that the world has overtaken, but no other failure", async () => {
    const { transitions } = timed();
    transitions.begin("v", [["detaching", 0]], () => Promise.reject(new Refusal("InvalidVolume.NotFound", "gone")));
    await transitions.settle();
    transitions.begin("w", [["detaching", 0]], () => Promise.reject(new Error("no connection")));
    await expect(transitions.settle()).rejects.toThrow("no connection");
  });
});
