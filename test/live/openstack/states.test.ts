import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Adapter } from "@cimi-gateway/adapter";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ROOT } from "../../architecture/sources.js";
import { attributeOf } from "../../support/adapter-bench.js";
import { openCloud } from "./adapter-harness.js";

const PROGRAM = join(ROOT, "test/live/openstack/programs/states.py");

interface Native {
  readonly shown: readonly (readonly [status: string, task: string | null])[];
  readonly tasks: readonly string[];
}

/** Tasks during which a machine is what it was, to CIMI. */
const SILENT = "block_device_mapping migrating networking rescuing scheduling spawning unrescuing updating_password".split(" ");
/** While the size changes the status tells. */
const RESIZING = /^resize_/;

let native: Native;
let adapter: Adapter;
beforeAll(async () => {
  const { stdout } = await promisify(execFile)(PROGRAM);
  native = JSON.parse(stdout) as Native;
  adapter = await openCloud();
}, 60_000);
afterAll(() => adapter?.close?.());

const stateOf = (status: string, task: string | null) =>
  attributeOf(adapter, "Machine", { id: "s-1", status, task: task ?? undefined, power: 1, metadata: {} }, "state");

describe("every status and task of the Nova that is installed (nova/api/openstack/common.py, nova/objects/fields.py)", () => {
  it("has a state of CIMI: none but ERROR is an error, and what is deleted is gone", () => {
    expect(native.shown.length).toBeGreaterThan(20);
    const broken = native.shown.filter(([status, task]) => stateOf(status, task) === "ERROR");
    expect(broken).toEqual([["ERROR", null]]);
    const gone = native.shown.filter(([status, task]) => stateOf(status, task) === undefined);
    expect(gone.map(([status]) => status).sort()).toEqual(["DELETED", "SOFT_DELETED"]);
  });

  it("tells that something goes on, unless that is nothing to CIMI", () => {
    const silent = native.tasks.filter((task) => !RESIZING.test(task) && stateOf("ACTIVE", task) === "STARTED");
    expect(silent).toEqual(SILENT);
    const passing = native.tasks.filter((task) => stateOf("ACTIVE", task) !== "STARTED").map((task) => stateOf("ACTIVE", task));
    for (const state of passing) expect(state).toMatch(/ING$/);
  });
});
