import { createHash } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const OPTIONS = { jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "es6" }, sourceMaps: "inline" };
const CACHE = join(import.meta.dirname, "../../../.cache/source");

/** Relative imports end in `.js`, as the built files have it; the source beside them ends in `.ts`. */
export function resolve(specifier, context, next) {
  const isSource = specifier.startsWith(".") && specifier.endsWith(".js") && context.parentURL?.endsWith(".ts");
  return next(isSource ? specifier.replace(/\.js$/, ".ts") : specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith(".ts")) return next(url, context);
  return { format: "module", source: await stripped(fileURLToPath(url)), shortCircuit: true };
}

/** What was stripped before is kept until the file changes: these processes are started by the hundred. */
async function stripped(file) {
  const { mtimeMs, size } = await stat(file);
  const kept = join(CACHE, `${createHash("sha1").update(`${file} ${mtimeMs} ${size}`).digest("hex")}.js`);
  return readFile(kept, "utf8").catch(() => strip(file, kept));
}

/** Types are stripped by what strips them for jest, which is loaded only where something has changed. */
async function strip(file, kept) {
  const { transform } = await import("@swc/core");
  const { code } = await transform(await readFile(file, "utf8"), { ...OPTIONS, filename: file });
  await mkdir(CACHE, { recursive: true });
  const written = `${kept}.${process.pid}`;
  await writeFile(written, code);
  await rename(written, kept);
  return code;
}
