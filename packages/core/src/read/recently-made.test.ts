import { beforeEach, describe, expect, it } from "@jest/globals";
import { ManualClock } from "../testing.js";
import { RecentlyMade } from "./recently-made.js";

const WINDOW = 60_000;

let clock: ManualClock;
let recent: RecentlyMade;
beforeEach(() => {
  clock = new ManualClock();
  recent = new RecentlyMade(clock, WINDOW);
  recent.remember("Machine", "i-1", undefined, "as it was");
  recent.remember("Disk", "d-1", "i-1", "its disk");
});

const listed = (type: string, owner?: string, shown: readonly string[] = []) => recent.missing(type, owner, new Set(shown));

describe("what was made lately (RELIABILITY, fault 54)", () => {
  it("is known as the cloud showed it last, until the window is over", async () => {
    await clock.advance(WINDOW - 1);
    recent.seen("Machine", "i-1", "later");
    expect(recent.of("Machine", "i-1")).toBe("later");
    await clock.advance(1);
    expect(recent.of("Machine", "i-1")).toBeUndefined();
    expect(listed("Machine")).toEqual([]);
  });

  it("is missing in a list of its type and owner that does not show it", () => {
    expect(listed("Machine")).toEqual(["as it was"]);
    expect(listed("Machine", undefined, ["i-1"])).toEqual([]);
    expect([listed("Disk"), listed("Disk", "i-1"), listed("Disk", "i-2")]).toEqual([[], ["its disk"], []]);
  });

  it("is gone at once when it is deleted, with what belongs to it", () => {
    recent.forget("Machine", "i-1");
    expect([recent.of("Machine", "i-1"), recent.of("Disk", "d-1")]).toEqual([undefined, undefined]);
  });

  it("is doubted where it may have gone with another resource", () => {
    recent.remember("NetworkInterface", "eni-1", undefined, "of some machine");
    recent.remember("ProtocolEndpoint", "e-1", undefined, "of some interface");
    recent.forget("Machine", "i-2");
    const held = [recent.of("Machine", "i-1"), recent.of("NetworkInterface", "eni-1"), recent.of("ProtocolEndpoint", "e-1")];
    expect(held).toEqual(["as it was", undefined, undefined]);
  });

  it("is only what was made here", () => {
    recent.seen("Machine", "i-2", "found");
    expect(recent.of("Machine", "i-2")).toBeUndefined();
  });
});
