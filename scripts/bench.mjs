// npm run bench: runs every benchmark of test/bench in turn; each prints its figures and fails below its targets.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "./lib/build.mjs";
import { node, ROOT } from "./lib/run.mjs";

await build({ all: true });
const folder = join(ROOT, "test/bench");
const found = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".bench.mjs")) : [];
if (found.length === 0) {
  console.error("test/bench holds no file that ends in .bench.mjs");
  process.exitCode = 1;
}
for (const name of found.toSorted()) {
  const code = await node([join(folder, name), ...process.argv.slice(2)]);
  if (code !== 0) process.exitCode = code;
}
