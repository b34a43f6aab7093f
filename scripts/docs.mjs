// Writes what is generated from the sources: config/gateway.example.yaml, docs/ and the table of README.md. `--check` only compares.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "./lib/build.mjs";
import { ROOT } from "./lib/run.mjs";

await build({ all: true });
const { generated, FOLDER } = await import("../test/dist/documents/generated.js");
const wanted = await generated();

mkdirSync(join(ROOT, FOLDER), { recursive: true });
const there = readdirSync(join(ROOT, FOLDER), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name).slice(ROOT.length).replace(/^\//, ""));
const left = there.filter((path) => !wanted.has(path));
const stale = [...wanted].filter(([path, text]) => read(path) !== text).map(([path]) => path);

if (process.argv.includes("--check")) {
  for (const path of [...stale, ...left]) console.error(`${path} is not fresh: npm run docs`);
  if (stale.length + left.length > 0) process.exit(1);
} else {
  for (const path of left) rmSync(join(ROOT, path));
  for (const path of stale) write(path, wanted.get(path));
}
console.log(`${wanted.size} documents, ${stale.length + left.length} of them changed`);

function read(path) {
  try {
    return readFileSync(join(ROOT, path), "utf8");
  } catch {
    return undefined;
  }
}

function write(path, text) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
}
