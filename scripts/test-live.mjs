// npm run test:live -- <name>: installs a real back end, and runs the tests that start and stop it. More parameters go to jest.
// One that takes long to start is there once for all tests: its `serve` runs jest, and stops it after that.
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from "node:fs";
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
// A back end takes seconds for its first answer, and longer on a busy computer: a test that says no time of its own has this long.
const TIME = ["--testTimeout", "60000"];
const serve = join(LIVE, name, "serve");
const within = existsSync(serve) ? { within: serve } : {};

/**
 * Runs the tests of the folder whose path fits, but for those that are left out: the usual suite leaves the whole folder out. Who names paths
 * gets those, as jest would run what fits either.
 */
const tests = (fitting, leftOut, options = {}) => {
  const namesPaths = parameters.some((parameter) => parameter.startsWith("--testPathPatterns"));
  const chosen = namesPaths ? [] : ["--testPathPatterns", fitting];
  const paths = ["--testPathIgnorePatterns", "/node_modules/", "/dist/", ...leftOut, ...chosen];
  return jest(["--runInBand", ...TIME, ...paths, ...parameters], { ...within, ...options });
};

const all = `test/live/${name}/`;
const isChosen = parameters.some((parameter) => !parameter.startsWith("--") || parameter.startsWith("--testPath"));
process.exitCode = existsSync(serve) && !isChosen ? await abreast(`${all}conformance`) : await tests(all, []);

/**
 * The suite that takes about as long as all others together has a back end of its own beside theirs: both wait most of the time. What it
 * prints follows at the end. Gives the worse exit code.
 */
async function abreast(aside) {
  const file = join(ROOT, `.cache/${name}-conformance.log`);
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  const output = openSync(file, "w");
  const codes = await Promise.all([tests(all, [aside]), tests(aside, [], { output })]);
  closeSync(output);
  process.stdout.write(readFileSync(file));
  return Math.max(...codes);
}
