// Writes what is generated from the sources: config/gateway.example.yaml. `--check` only compares.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./lib/build.mjs";
import { ROOT } from "./lib/run.mjs";

await build();
const { exampleConfiguration } = await import("../packages/server/dist/index.js");
const kinds = readdirSync(join(ROOT, "adapters"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
const adapters = await Promise.all(kinds.map(async ({ name }) => [name, await import(`../adapters/${name}/dist/index.js`)]));
// What needs no account first.
adapters.sort(([a], [b]) => Number(b === "sandbox") - Number(a === "sandbox") || a.localeCompare(b));

const file = join(ROOT, "config/gateway.example.yaml");
const text = exampleConfiguration(new Map(adapters));
if (!process.argv.includes("--check")) writeFileSync(file, text);
else if (readFileSync(file, "utf8") !== text) throw new Error("config/gateway.example.yaml is not fresh: npm run docs");
console.log(`config/gateway.example.yaml: ${adapters.length} adapters, ${text.split("\n").length - 1} lines`);
