import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** The folder of the lock file, also for what was built into `dist`. */
const rootAbove = (folder: string): string =>
  existsSync(join(folder, "package-lock.json")) ? folder : rootAbove(dirname(folder));

export const ROOT = rootAbove(import.meta.dirname);

/** Folders that hold no source of ours. */
const NOT_OURS: ReadonlySet<string> = new Set(["node_modules", "bundle", "dist", "coverage", "data"]);

/** Paths of the files under a folder, relative to the root of the repository; hidden folders are left out. */
export function filesUnder(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return NOT_OURS.has(entry.name) || entry.name.startsWith(".") ? [] : filesUnder(path);
  });
}

export const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** Comments hold example code that nobody runs. */
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");

const SPECIFIERS = [
  /^\s*(?:import|export)\b[^;"']*?\bfrom\s*["']([^"']+)["']/gm,
  /^\s*import\s*["']([^"']+)["']/gm,
  /\bimport\s*\(\s*["']([^"']+)["']/g,
];

/** What a module imports: statically, for its types alone, or when it runs. */
export function importsOf(text: string): readonly string[] {
  const code = withoutComments(text);
  return SPECIFIERS.flatMap((pattern) => [...code.matchAll(pattern)].map(([, specifier]) => specifier!));
}

/** The package that a specifier names; undefined for a file of one's own and for what belongs to Node. */
export function packageIn(specifier: string): string | undefined {
  if (specifier.startsWith(".") || specifier.startsWith("node:")) return undefined;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export const manifestOf = (folder: string): Manifest => JSON.parse(textOf(`${folder}/package.json`)) as Manifest;

/** A workspace that ends up in a gateway, or in what tests one. */
export interface Workspace {
  /** `packages/core`. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Its TypeScript files, tests among them. */
  readonly sources: readonly string[];
}

const workspacesIn = (folder: string): readonly Workspace[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => workspace(`${folder}/${name}`));

function workspace(folder: string): Workspace {
  const sources = filesUnder(`${folder}/src`).filter((path) => path.endsWith(".ts"));
  return { folder, manifest: manifestOf(folder), sources };
}

export const packages = workspacesIn("packages");
export const adapters = workspacesIn("adapters");
export const workspaces = [...packages, ...adapters];

/** Tests, and what only tests use: they may read the environment and use what is installed for the whole repository. */
export const isForTests = (path: string): boolean =>
  path.endsWith(".test.ts") ||
  path.includes("/testing/") ||
  path.endsWith("/testing.ts") ||
  path.startsWith("packages/conformance/");

export const productSources = ({ sources }: Workspace): readonly string[] => sources.filter((path) => !isForTests(path));

/** `src/jobs/runner.ts`. */
export const within = ({ folder }: Workspace, path: string): string => relative(join(ROOT, folder), join(ROOT, path));
