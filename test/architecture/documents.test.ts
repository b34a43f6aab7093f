import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { ROOT, textOf } from "./sources.js";

const documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "adapters/README.md"];
const each = documents.map((name) => [name, textOf(name)] as const);

const matches = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map(([, found]) => found!);
const without = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, "");

/** `packages/core/src/gateway.ts`, and folders such as `test/spec`, in the text. */
const FOLDERS = readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
const TRACKED = FOLDERS.filter((name) => !["node_modules", "data", "coverage", ".git", ".cache"].includes(name));
const isPath = (name: string): boolean => TRACKED.some((folder) => name.startsWith(`${folder}/`)) && !/[*<{…]/.test(name);

const scripts = (JSON.parse(textOf("package.json")) as { scripts: Readonly<Record<string, string>> }).scripts;

describe.each(each)("%s", (name, text) => {
  it("names files and folders that there are", () => {
    const named = matches(without(text), /`([\w./-]+)`/g).filter(isPath);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it("links to documents that there are", () => {
    const links = matches(without(text), /\]\(([^)]+)\)/g).filter((link) => !/^https?:/.test(link));
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(name), link)))).toEqual([]);
  });

  it("names commands that there are", () => {
    const commands = matches(text, /\bnpm run ([\w:]+)/g);
    expect(commands.filter((command) => !(command in scripts))).toEqual([]);
  });
});

describe("README.md", () => {
  const readme = textOf("README.md");

  it("lists the variables that the gateway reads, and no others", () => {
    const rows = readme.split("\n").filter((line) => line.startsWith("| `") && /^\| `[A-Z_]+`/.test(line));
    const listed = rows.flatMap((row) => matches(row.split("|")[1]!, /`([A-Z_]+)`/g));
    const read = matches(textOf("packages/server/src/configuration/environment.ts"), /^ {2}([A-Z_]+):/gm);
    expect(read).not.toEqual([]);
    expect([...listed].sort()).toEqual([...read].sort());
  });

  it("lists all commands but those that only developers need", () => {
    const forDevelopers = ["build", "lint", "format", "jest", "start", "test"];
    const listed = new Set(matches(readme, /\bnpm run ([\w:]+)/g));
    expect(Object.keys(scripts).filter((script) => !listed.has(script) && !forDevelopers.includes(script))).toEqual([]);
    expect(readme).toContain("`npm start`");
    expect(readme).toContain("`npm test`");
  });
});

it("the licence is the one that the packages name", () => {
  expect(textOf("LICENSE")).toMatch(/Apache License\s+Version 2\.0, January 2004/);
  expect(JSON.parse(textOf("package.json"))).toMatchObject({ license: "Apache-2.0" });
});
