// npm run fuzz: FUZZ_RUNS mutated requests (10000) from FUZZ_SEED (a new one each time) against a gateway over the sandbox.
import { install } from "./lib/build.mjs";
import { jest } from "./lib/run.mjs";

await install();
const env = { FUZZ_RUNS: process.env.FUZZ_RUNS ?? "10000", FUZZ_SEED: process.env.FUZZ_SEED ?? String(Date.now() % 2 ** 31) };
process.exitCode = await jest(["--testPathPatterns", "test/fuzz/", ...process.argv.slice(2)], { env });
