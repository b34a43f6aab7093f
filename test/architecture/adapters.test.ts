import type { AdapterPackage, Setting } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { adapters, within } from "./sources.js";

/** Whoever knows one adapter finds everything in the others: one file for each type, and those that every cloud needs. */
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

const kindOf = (folder: string): string => folder.replace("adapters/", "");
const each = adapters.map((workspace) => [workspace.folder, workspace] as const);
const load = (kind: string): Promise<AdapterPackage> => import(`@cimi-gateway/adapter-${kind}`) as Promise<AdapterPackage>;

describe.each(each)("%s", (folder, workspace) => {
  it("has the files that every adapter has", () => {
    const own = new Set(workspace.sources.map((path) => within(workspace, path)));
    expect(COMMON.filter((name) => !own.has(name))).toEqual([]);
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
