import { describe, expect, it } from "@jest/globals";
import { serverOf } from "./server.js";
import { backupState, machineImageState, machineState, volumeImageState, volumeState } from "./states.js";
import { server } from "./testing.js";

const stateOf = (status: string, task: string | null = null, power = 1) =>
  machineState(serverOf(server({ status, "OS-EXT-STS:task_state": task, "OS-EXT-STS:power_state": power })));

describe("states of OpenStack (PROVIDERS.md, section 6)", () => {
  it.each([
    ["BUILD", "spawning", 0, "CREATING"],
    ["BUILD", "deleting", 0, "DELETING"],
    ["ACTIVE", null, 1, "STARTED"],
    ["ACTIVE", "powering-off", 1, "STOPPING"],
    ["ACTIVE", "pausing", 1, "PAUSING"],
    ["ACTIVE", "suspending", 1, "SUSPENDING"],
    ["ACTIVE", "image_uploading", 1, "CAPTURING"],
    ["SHUTOFF", "image_snapshot_pending", 4, "CAPTURING"],
    ["ACTIVE", null, 6, "FAILED"],
    ["REBOOT", "rebooting", 1, "STARTING"],
    ["HARD_REBOOT", "rebooting_hard", 1, "STARTING"],
    ["SHUTOFF", null, 4, "STOPPED"],
    ["SHUTOFF", "powering-on", 4, "STARTING"],
    ["PAUSED", "unpausing", 3, "STARTING"],
    ["SUSPENDED", "resuming", 7, "STARTING"],
    ["REBUILD", "rebuild_spawning", 1, "RESTORING"],
    ["RESIZE", "resize_migrating", 1, "STARTING"],
    ["RESIZE", "resize_prep", 4, "STOPPING"],
    ["VERIFY_RESIZE", null, 4, "STOPPED"],
    ["VERIFY_RESIZE", null, 1, "STARTED"],
    ["MIGRATING", "migrating", 1, "STARTED"],
    ["RESCUE", null, 1, "STARTED"],
    ["SHELVED_OFFLOADED", null, 4, "STOPPED"],
    ["SHELVED_OFFLOADED", "spawning", 4, "STOPPED"],
    ["SHELVED", "unshelving", 4, "STARTING"],
    ["ERROR", null, 0, "ERROR"],
    ["ERROR", "deleting", 0, "DELETING"],
    ["UNKNOWN", null, 0, "ERROR"],
    ["NEVER_HEARD_OF", null, 1, "ERROR"],
    ["DELETED", null, 0, undefined],
    ["SOFT_DELETED", null, 0, undefined],
  ])("a server that is %s, with the task %s and the power state %s, is %s", (status, task, power, state) => {
    expect(stateOf(status, task, power)).toBe(state);
  });

  it("a server of a cell that is down has no more than its id and its status", () => {
    expect(machineState(serverOf({ id: "s-1", status: "UNKNOWN" }))).toBe("ERROR");
    expect(() => serverOf({ id: "s-1" })).toThrow(/status/);
  });

  it.each([
    [volumeState, "in-use", "AVAILABLE"],
    [volumeState, "uploading", "CAPTURING"],
    [volumeState, "reverting", "RESTORING"],
    [volumeState, "error_deleting", "ERROR"],
    [volumeImageState, "creating", "CREATING"],
    [volumeImageState, "deleted", undefined],
    [backupState, "creating", "CREATING"],
    [backupState, "restoring", "AVAILABLE"],
    [backupState, "deleting", "DELETING"],
    [backupState, "error_deleting", "ERROR"],
    [backupState, "deleted", undefined],
    [machineImageState, "queued", "CREATING"],
    [machineImageState, "deactivated", "ERROR"],
    [machineImageState, "deleted", undefined],
  ])("%p of %s is %s", (read, native, state) => {
    expect(read(native)).toBe(state);
  });
});
