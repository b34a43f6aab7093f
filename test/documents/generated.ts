import type { AdapterPackage } from "@cimi-gateway/adapter";
import { documentsOf, type Shown, showClouds, supportTable } from "@cimi-gateway/documents";
import { exampleConfiguration } from "@cimi-gateway/server";
import { adapters, textOf } from "../architecture/sources.js";
import { requirementsPage } from "../requirements/document.js";

/** All of this folder is generated. */
export const FOLDER = "docs";

const [BEGIN, END] = ["<!-- support -->", "<!-- /support -->"];

/** Every generated document by its path: what `npm run docs` writes, and what must be in the repository. */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  const packages = await loadAdapters();
  const clouds = await showClouds(packages);
  return new Map([
    ["config/gateway.example.yaml", exampleConfiguration(packages)],
    ["README.md", withTable(textOf("README.md"), clouds)],
    ...documentsOf(clouds),
    [`${FOLDER}/requirements.md`, requirementsPage()],
  ]);
}

/** All adapters by their kinds; what needs no account comes first. */
export async function loadAdapters(): Promise<ReadonlyMap<string, AdapterPackage>> {
  const kinds = adapters.map(({ folder }) => folder.replace("adapters/", ""));
  const loaded = await Promise.all(
    kinds.map(async (kind) => [kind, (await import(`@cimi-gateway/adapter-${kind}`)) as AdapterPackage] as const),
  );
  return new Map(loaded.toSorted(([a], [b]) => Number(b === "sandbox") - Number(a === "sandbox") || a.localeCompare(b)));
}

function withTable(readme: string, clouds: readonly Shown[]): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`README.md has no place for the support table: ${BEGIN} … ${END}`);
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${supportTable(clouds)}\n\n${readme.slice(end)}`;
}
