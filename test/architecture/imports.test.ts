import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { adapters, importsOf, packageIn, packages, ROOT, textOf, type Workspace, workspaces } from "./sources.js";

const OURS = "@cimi-gateway/";

/** Which of our packages a package may import; nothing else of ours, so that no arrow points up. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  model: [],
  adapter: ["model"],
  store: [],
  core: ["adapter", "model", "store"],
  server: ["adapter", "core", "model", "store"],
  conformance: ["adapter", "model"],
  documents: ["adapter", "core", "model", "store"],
};
const OF_AN_ADAPTER = ["adapter", "model"];

const shortName = ({ manifest }: Workspace): string => manifest.name.slice(OURS.length);
const allowed = (workspace: Workspace): readonly string[] =>
  adapters.includes(workspace) ? OF_AN_ADAPTER : ARROWS[shortName(workspace)]!;

/** `file → what it imports and may not`. */
function forbidden(workspace: Workspace): readonly string[] {
  const may = new Set([shortName(workspace), ...allowed(workspace)].map((name) => OURS + name));
  return workspace.sources.flatMap((path) =>
    importsOf(textOf(path))
      .filter((specifier) => specifier.startsWith(OURS) && !may.has(packageIn(specifier)!))
      .map((specifier) => `${path} → ${specifier}`),
  );
}

const relativeImports = ({ sources }: Workspace) =>
  sources.flatMap((path) =>
    importsOf(textOf(path))
      .filter((specifier) => specifier.startsWith("."))
      .map((specifier) => ({ path, specifier, target: normalize(join(dirname(path), specifier)) })),
  );

describe("server → core → adapter → model", () => {
  it("gives every package its arrows", () => {
    expect(packages.map(shortName).sort()).toEqual(Object.keys(ARROWS).sort());
  });

  it.each(workspaces.map((workspace) => [workspace.folder, workspace] as const))(
    "%s imports what is below it, and nothing else of ours",
    (_, workspace) => {
      expect(workspace.sources).not.toEqual([]);
      expect(forbidden(workspace)).toEqual([]);
    },
  );

  it.each(workspaces.map((workspace) => [workspace.folder, workspace] as const))(
    "%s reaches into no other package by a path",
    (folder, workspace) => {
      expect(relativeImports(workspace).filter(({ target }) => !target.startsWith(`${folder}/`))).toEqual([]);
    },
  );

  it.each(workspaces.map((workspace) => [workspace.folder, workspace] as const))(
    "%s imports files that there are, by the name they have when built",
    (_, workspace) => {
      const dangling = relativeImports(workspace).filter(
        ({ target }) => !target.endsWith(".js") || !existsSync(join(ROOT, target.replace(/\.js$/, ".ts"))),
      );
      expect(dangling).toEqual([]);
    },
  );
});

describe("how imports are found", () => {
  const quoted = (name: string): string => JSON.stringify(name);

  it("sees every way to import, and no comment", () => {
    const text = [
      `import { a } from ${quoted("a")};`,
      `import type { B } from ${quoted("@scope/b/part")};`,
      `import {\n  c,\n  d,\n} from ${quoted("c")};`,
      `export * from ${quoted("./e.js")};`,
      `import ${quoted("f")};`,
      `const g = await import(${quoted("g")});`,
      `// import h from ${quoted("h")};`,
      `/** import i from ${quoted("i")}; */`,
    ].join("\n");
    expect([...importsOf(text)].sort()).toEqual(["./e.js", "@scope/b/part", "a", "c", "f", "g"]);
  });

  it("names the package of a specifier", () => {
    expect(packageIn("@scope/b/part")).toBe("@scope/b");
    expect(packageIn("c/d")).toBe("c");
    expect(packageIn("node:fs")).toBeUndefined();
    expect(packageIn("./e.js")).toBeUndefined();
  });
});
