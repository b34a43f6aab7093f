// npm run test:live -- <name>: installs a real back end, and runs the tests that start and stop it. More parameters go to jest.
// One that takes long to start is there once for all tests: its `serve` runs jest, and stops it after that.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "./lib/build.mjs";
import { jest, must, ROOT } from "./lib/run.mjs";

const LIVE = join(ROOT, "test/live");
const [name, ...parameters] = process.argv.slice(2);
const known = existsSync(LIVE) ? readdirSync(LIVE).filter((folder) => existsSync(join(LIVE, folder, "install"))) : [];
if (!known.includes(name)) {
  console.error(`npm run test:live -- <name>: there are ${known.join(", ")}`);
  process.exit(2);
}
await build({ all: true });
await must(join(LIVE, name, "install"), []);
// The usual suite leaves this folder out.
const here = ["--testPathIgnorePatterns", "/node_modules/", "/dist/", "--testPathPatterns", `test/live/${name}/`];
const serve = join(LIVE, name, "serve");
process.exitCode = await jest(["--runInBand", ...here, ...parameters], existsSync(serve) ? { within: serve } : {});
