// npm run test:faults: the process is killed at every point of every write, FAULT_RUNS times each.
import { build } from "./lib/build.mjs";
import { jest } from "./lib/run.mjs";

await build({ all: true });
const env = { FAULT_RUNS: process.env.FAULT_RUNS ?? "50" };
process.exitCode = await jest(["--testPathPatterns", "test/fault/", ...process.argv.slice(2)], { env });
