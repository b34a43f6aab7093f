import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./run.mjs";

/** Libraries of hundreds of small modules: what is used of them goes into the bundles. All others stay packages of their own. */
const TAKEN_IN = ["kysely", "zod"];

/** The program, and what the world of the sandbox runs as a process of its own. */
const PROGRAMS = { "packages/server": ["src/main.ts"] };

/**
 * Puts the modules of each package into a few files, in its folder `bundle`: to find and load each of a thousand modules by itself takes most
 * of the time from the start of the gateway to its first answer. Node takes them with `--conditions=bundle`.
 */
export const bundle = (folders) => Promise.all(folders.map(bundled));

async function bundled(folder) {
  const { exports, dependencies = {} } = JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
  const offered = Object.values(exports ?? {}).flatMap((conditions) =>
    conditions.bundle === undefined ? [] : [conditions.source],
  );
  if (offered.length === 0) return;
  await build({
    absWorkingDir: join(ROOT, folder),
    entryPoints: [...offered, ...(PROGRAMS[folder] ?? [])],
    outdir: "bundle",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: Object.keys(dependencies).filter((name) => !TAKEN_IN.includes(name)),
    sourcemap: true,
    logLevel: "warning",
  });
}
