import { describe, expect, it } from "@jest/globals";
import { stateIn } from "./state.js";

const STATES = { running: "STARTED", stopped: "STOPPED", terminated: undefined } as const;

describe("a table of native states", () => {
  it.each([
    ["running", "STARTED"],
    ["terminated", undefined],
    ["rebooting", "ERROR"],
    [undefined, "ERROR"],
    ["constructor", "ERROR"],
    ["toString", "ERROR"],
  ])("%s is %s: what the table does not have is an error of the resource, never a crash", (native, state) => {
    expect(stateIn<keyof typeof STATES, string>(STATES, native, "ERROR")).toBe(state);
  });
});
