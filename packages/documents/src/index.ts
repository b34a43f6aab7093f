import { type Description, type Model, model } from "@cimi-gateway/model";
import type { Shown } from "./clouds.js";
import { indexPage } from "./index-page.js";
import { supportPage } from "./support-page.js";
import { typePage } from "./type-page.js";

export { absentFrom, idleIn, keyFor, mistakesIn } from "./absences.js";
export { type Shown, showClouds } from "./clouds.js";
export { samplesOf } from "./samples.js";
export { supportTable } from "./support-table.js";

const described: Model = model;

/** The documents about the model and the clouds, by their paths in the repository. */
export const documentsOf = (clouds: readonly Shown[]): ReadonlyMap<string, string> =>
  new Map([
    ["docs/README.md", indexPage()],
    ["docs/support.md", supportPage(clouds)],
    ...(Object.values(described) as Description[]).map(
      (description) => [`docs/reference/${description.name}.md`, typePage(description)] as const,
    ),
  ]);
