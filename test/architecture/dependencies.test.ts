import { describe, expect, it } from "@jest/globals";
import {
  filesUnder,
  importsOf,
  isForTests,
  type Manifest,
  manifestOf,
  packageIn,
  textOf,
  type Workspace,
  workspaces,
} from "./sources.js";

const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** What the repository installs for the tests of all packages. */
const shared = Object.keys(manifestOf(".").devDependencies ?? {});

const importedBy = (paths: readonly string[]): ReadonlySet<string> =>
  new Set(paths.flatMap((path) => importsOf(textOf(path)).flatMap((specifier) => packageIn(specifier) ?? [])));

const declared = ({ dependencies = {} }: Manifest): readonly string[] => Object.keys(dependencies).sort();

function undeclared({ sources, manifest }: Workspace): readonly string[] {
  const own = new Set([manifest.name, ...declared(manifest)]);
  const product = sources.filter((path) => !isForTests(path));
  const tests = sources.filter(isForTests);
  return [
    ...[...importedBy(product)].filter((name) => !own.has(name)),
    ...[...importedBy(tests)].filter((name) => !own.has(name) && !shared.includes(name)),
  ];
}

const each = workspaces.map((workspace) => [workspace.folder, workspace] as const);
const manifests = [...workspaces.map(({ folder }) => folder), ".", "test"].map((folder) => [folder, manifestOf(folder)] as const);

describe("dependencies", () => {
  it.each(each)("%s declares what it imports", (_, workspace) => {
    expect(undeclared(workspace)).toEqual([]);
  });

  it.each(each)("%s imports what it declares", (_, workspace) => {
    const imported = importedBy(workspace.sources);
    expect(declared(workspace.manifest).filter((name) => !imported.has(name))).toEqual([]);
  });

  it("of the tests across packages are declared in test/package.json, or installed for all", () => {
    const sources = filesUnder("test").filter((path) => path.endsWith(".ts"));
    const known = new Set([...declared(manifestOf("test")), ...shared]);
    expect([...importedBy(sources)].filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(manifests)("%s pins each version exactly", (_, { dependencies = {}, devDependencies = {} }) => {
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !EXACT.test(version));
    expect(loose).toEqual([]);
  });

  it("have one version each in all packages", () => {
    const versions = new Map<string, Set<string>>();
    for (const [, { dependencies = {}, devDependencies = {} }] of manifests) {
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
        versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }
    expect([...versions].filter(([, found]) => found.size > 1)).toEqual([]);
  });
});
