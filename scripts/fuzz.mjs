// npm run fuzz: FUZZ_RUNS mutated requests (10000) from FUZZ_SEED (a new one each time) against a gateway over the sandbox.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install } from "./lib/build.mjs";
import { jest } from "./lib/run.mjs";

await install();
const folder = mkdtempSync(join(tmpdir(), "cimi-fuzz-"));
const file = join(folder, "figures");
const { FUZZ_RUNS = "10000", FUZZ_SEED = String(Date.now() % 2 ** 31) } = process.env;
console.log(`FUZZ_SEED=${FUZZ_SEED} FUZZ_RUNS=${FUZZ_RUNS}`);
try {
  const env = { FUZZ_RUNS, FUZZ_SEED, FUZZ_FIGURES: file };
  process.exitCode = await jest(["--testPathPatterns", "test/fuzz/", ...process.argv.slice(2)], { env });
  // Jest's own summary comes before.
  console.log(existsSync(file) ? readFileSync(file, "utf8").trimEnd() : "no request was sent");
} finally {
  rmSync(folder, { recursive: true });
}
