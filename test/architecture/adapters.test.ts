import type { AdapterPackage, Setting } from "@cimi-gateway/adapter";
import { model } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { adapters, textOf, type Workspace, within } from "./sources.js";

/** Whoever knows one adapter finds everything in the others: what every cloud needs stands in files of these names. */
const COMMON = [
  "index.ts",
  "adapter.ts",
  "settings.ts",
  "absent.ts",
  "client.ts",
  "errors.ts",
  "states.ts",
  "machine.ts",
  "disk.ts",
  "located-volume.ts",
  "machine-configuration.ts",
  "machine-image.ts",
  "volume.ts",
  "volume-image.ts",
  "credential.ts",
].map((name) => `src/${name}`);

/** `ProtocolSegment` is in `protocol-segment.ts`. */
const fileOf = (type: string): string => `src/${type.replace(/(?<=[a-z])[A-Z]/g, (capital) => `-${capital}`).toLowerCase()}.ts`;

/** The types that an adapter says it has: `Network: network(client)`. */
const typesOf = (workspace: Workspace): readonly string[] => {
  const text = textOf(workspace.sources.find((path) => within(workspace, path) === "src/adapter.ts")!);
  return Object.keys(model).filter((type) => new RegExp(`^\\s*${type}:`, "m").test(text));
};

const kindOf = (folder: string): string => folder.replace("adapters/", "");
const each = adapters.map((workspace) => [workspace.folder, workspace] as const);
const load = (kind: string): Promise<AdapterPackage> => import(`@cimi-gateway/adapter-${kind}`) as Promise<AdapterPackage>;

describe.each(each)("%s", (folder, workspace) => {
  it("has the files that every adapter has", () => {
    const own = new Set(workspace.sources.map((path) => within(workspace, path)));
    expect(COMMON.filter((name) => !own.has(name))).toEqual([]);
  });

  it("has a file for each of its types, named after it", () => {
    const own = new Set(workspace.sources.map((path) => within(workspace, path)));
    const types = typesOf(workspace);
    expect([types.length > 0, types.map(fileOf).filter((name) => !own.has(name))]).toEqual([true, []]);
  });

  it("is named after its folder, which is what a configuration says", () => {
    expect(workspace.manifest.name).toBe(`@cimi-gateway/adapter-${kindOf(folder)}`);
  });

  it("exports its settings and open", async () => {
    const { settings, open } = await load(kindOf(folder));
    expect(open).toBeInstanceOf(Function);
    expect(settings).toBeInstanceOf(Array);
  });

  it("explains each setting, once, and gives a secret neither a default nor an example", async () => {
    const { settings } = await load(kindOf(folder));
    const names = settings.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(settings.filter(({ help }) => help.length < 10)).toEqual([]);
    expect(settings.filter((setting) => setting.secret && hasValue(setting))).toEqual([]);
  });
});

const hasValue = ({ default: given, example }: Setting): boolean => given !== undefined || example !== undefined;
