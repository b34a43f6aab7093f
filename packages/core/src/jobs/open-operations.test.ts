import { describe, expect, it } from "@jest/globals";
import { type OpenOperation, OpenOperations } from "./open-operations.js";

const open = (job: string, during: string | undefined, more: Partial<OpenOperation> = {}): OpenOperation => ({
  job,
  cloud: "fake",
  type: "Machine",
  path: "machines/7",
  action: "edit",
  during,
  ...more,
});

describe("the writes under way", () => {
  // [5.8-2]
  it("a change beside a stop does not hide that it stops (5.8), whichever ends first", () => {
    const operations = new OpenOperations();
    const [stop, edit] = [open("1", "STOPPING"), open("2", undefined)];
    operations.add(stop);
    operations.add(edit);
    expect(operations.on("fake", "machines/7")).toBe(stop);
    operations.remove(edit);
    expect(operations.on("fake", "machines/7")).toBe(stop);
    operations.remove(stop);
    expect(operations.on("fake", "machines/7")).toBeUndefined();
  });

  it("of two that change the state the later one is shown", () => {
    const operations = new OpenOperations();
    for (const operation of [open("1", "STOPPING"), open("2", "DELETING")]) operations.add(operation);
    expect(operations.on("fake", "machines/7")?.during).toBe("DELETING");
  });

  it("are those of one cloud and type", () => {
    const operations = new OpenOperations();
    operations.add(open("1", "CREATING", { preview: {} }));
    operations.add(open("2", "CREATING", { preview: {}, path: "volumes/1", type: "Volume" }));
    operations.add(open("3", "CREATING", { preview: {}, cloud: "other" }));
    operations.add(open("4", "STOPPING", { path: "machines/8" }));
    expect(operations.creating("fake", "Machine").map(({ job }) => job)).toEqual(["1"]);
    expect(operations.on("other", "volumes/1")).toBeUndefined();
  });
});
