import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AdapterPackage } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { loadAdapter } from "../adapters.js";
import { exampleConfiguration } from "./example.js";
import { type Configuration, loadConfiguration } from "./load.js";
import type { Variables } from "./substitute.js";

const ROOT = join(import.meta.dirname, "../../../..");
const EXAMPLE = join(ROOT, "config/gateway.example.yaml");

async function adapters(): Promise<ReadonlyMap<string, AdapterPackage>> {
  const entries = await readdir(join(ROOT, "adapters"), { withFileTypes: true });
  const kinds = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  // As scripts/docs.mjs orders them.
  kinds.sort((a, b) => Number(b === "sandbox") - Number(a === "sandbox") || a.localeCompare(b));
  return new Map(await Promise.all(kinds.map(async (kind) => [kind, await loadAdapter(kind)] as const)));
}

async function read(text: string, variables: Variables): Promise<Configuration> {
  const folder = await mkdtemp(join(tmpdir(), "cimi-example-"));
  try {
    await writeFile(join(folder, "gateway.yaml"), text);
    return await loadConfiguration({ CIMI_CONFIG: join(folder, "gateway.yaml"), HOST: "127.0.0.1" }, variables, loadAdapter);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The example with everything that is commented out switched on. */
const allOn = (text: string): string => text.replace(/^(\s*)#(?=\S)/gm, "$1");

describe("config/gateway.example.yaml", () => {
  it("is what `npm run docs` writes from the lists of settings", async () => {
    expect(await readFile(EXAMPLE, "utf8")).toBe(exampleConfiguration(await adapters()));
  });

  it("can be used as it is: it says what holds without it", async () => {
    const example = await read(await readFile(EXAMPLE, "utf8"), {});
    const standard = await loadConfiguration({ CIMI_CONFIG: undefined, HOST: "127.0.0.1" }, {}, loadAdapter);
    expect(example.server).toEqual(standard.server);
    expect(example.clouds.map(({ name, settings, access }) => ({ name, settings, access }))).toEqual(
      standard.clouds.map(({ name, settings, access }) => ({ name, settings, access })),
    );
  });

  it("names every setting of every adapter, each of which can be switched on", async () => {
    const text = allOn(await readFile(EXAMPLE, "utf8"));
    const variables = Object.fromEntries([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => [name!, "x"]));
    const { clouds } = await read(text, variables);
    const known = await adapters();
    expect(clouds.length).toBe(known.size);
    for (const cloud of clouds) {
      const names = cloud.package.settings.map(({ name }) => name);
      expect(Object.keys(cloud.settings).sort()).toEqual([...names].sort());
    }
  });
});
