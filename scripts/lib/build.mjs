import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must, ROOT } from "./run.mjs";

const time = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** npm writes this file at the end of each installation. */
const INSTALLED = join(ROOT, "node_modules/.package-lock.json");

/** Installs what the lock file names, if that has changed since or was never done. */
export async function install() {
  if (time(INSTALLED) >= time(join(ROOT, "package-lock.json"))) return;
  await must("npm", ["ci"]);
}

const TSC = join(ROOT, "node_modules/typescript/bin/tsc");

/** Needed by tests and documents only. */
const FOR_TESTS = ["packages/conformance", "packages/documents", "test"];

const foldersIn = (group) => readdirSync(join(ROOT, group)).map((name) => `${group}/${name}`);

/** The folders that `tsc -b` builds: those of a gateway, or all. */
export function projects(all) {
  const found = [...foldersIn("packages"), ...foldersIn("adapters"), "test"];
  return found.filter((folder) => existsSync(join(ROOT, folder, "tsconfig.json")) && (all || !FOR_TESTS.includes(folder)));
}

/**
 * Installs and builds what is missing or stale; ends this process where that fails.
 *
 * @param {{ all?: boolean }} [options] all: also what only tests need
 */
export async function build({ all = false } = {}) {
  await install();
  const stamp = join(ROOT, ".cache", all ? "built-all" : "built");
  const folders = projects(all);
  if (isFresh(folders, time(stamp))) return;
  const begun = new Date();
  await must(process.execPath, [TSC, "-b", ...folders]);
  // Only what is installed has it.
  const { bundle } = await import("./bundle.mjs");
  await bundle(folders);
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  writeFileSync(stamp, "");
  // What was saved while the compiler ran is newer than this.
  utimesSync(stamp, begun, begun);
}

/** Looking at the times of the sources takes milliseconds, asking the compiler takes a second or more. */
const isFresh = (folders, built) =>
  existsSync(join(ROOT, "packages/server/bundle")) &&
  newest(join(ROOT, "tsconfig.base.json")) <= built &&
  folders.every((folder) => existsSync(join(ROOT, folder, "dist")) && newest(join(ROOT, folder)) <= built);

/** The time of the latest change under a folder that matters to the compiler. */
function newest(path) {
  if (!statSync(path).isDirectory()) return time(path);
  return readdirSync(path, { withFileTypes: true }).reduce((latest, entry) => {
    if (["bundle", "dist", "node_modules"].includes(entry.name) || entry.name.startsWith(".")) return latest;
    const matters = entry.isDirectory() || /\.(ts|json)$/.test(entry.name);
    return matters ? Math.max(latest, newest(join(path, entry.name))) : latest;
  }, 0);
}
