import type { Description, ResourceName } from "@cimi-gateway/model";
import { absentFrom, offerable, offersPart, partsOf, reasonFor } from "./absences.js";
import type { Shown } from "./clouds.js";
import { blocks, code, link, section, table } from "./markdown.js";

/** docs/support.md: types, attributes, operations and capabilities by cloud, and why something is not there. */
export const supportPage = (clouds: readonly Shown[]): string =>
  blocks(
    "# What each cloud supports",
    "<!-- Written by `npm run docs` from packages/model and the adapters. -->",
    "What a cloud cannot do is not offered: it is missing in the Cloud Entry Point, in `operations` and in ResourceMetadata. " +
      "Each table ends with the reasons. _Kept_ types are stored by the gateway itself, with all that the model says of them. " +
      "Some operations need a state or a setting as well; `available` says so in an answer.",
    ...offerable().map((description) => typeSection(description, clouds)),
  );

function typeSection(description: Description, clouds: readonly Shown[]): string {
  const { name } = description;
  const heading = `## ${name}`;
  const reference = link("Reference", `reference/${name}.md`);
  const offering = clouds.filter(({ offers }) => offers.has(name));
  const isKept = offering.length > 0 && offering.every(({ offers }) => offers.get(name)!.kept);
  const content = isKept ? `_Kept_ on ${offering.map(({ kind }) => kind).join(", ")}.` : partTable(description, clouds);
  return section(heading, reference, content, reasons(description, clouds));
}

function partTable(description: Description, clouds: readonly Shown[]): string {
  const { attributes, operations, capabilities } = partsOf(description);
  const row = (kind: string) => (part: string) => [
    kind,
    code(part),
    ...clouds.map(({ offers }) => (offersPart(offers, description.name, part) ? "yes" : "–")),
  ];
  const rows = [
    ...operations.map(row("operation")),
    ...attributes.map(row("attribute")),
    ...capabilities.map(row("capability")),
    ...BEYOND.flatMap((kind) => addedRows(kind, description, clouds)),
  ];
  return table(["", "Name", ...clouds.map(({ kind }) => kind)], rows);
}

const BEYOND = ["operations", "attributes", "capabilities"] as const;

/** 5.1: what clouds have of a type that CIMI does not define. */
function addedRows(
  kind: (typeof BEYOND)[number],
  { name }: Description,
  clouds: readonly Shown[],
): readonly (readonly string[])[] {
  const added = clouds.map(({ adapter }) => Object.keys(adapter.resources[name as ResourceName]?.extensions?.[kind] ?? {}));
  return [...new Set(added.flat())].map((part) => [
    `${kind} beyond CIMI`,
    code(part),
    ...added.map((parts) => (parts.includes(part) ? "yes" : "–")),
  ]);
}

function reasons({ name }: Description, clouds: readonly Shown[]): string {
  const rows = clouds.flatMap(({ kind, package: { absent = {} }, offers }) =>
    absentFrom(offers)
      .filter((absence) => absence === name || absence.startsWith(`${name}.`))
      .map((absence) => {
        const why = reasonFor(absent, absence);
        return [kind, code(absence.slice(name.length + 1) || name), why?.reason ?? "", why?.source ?? ""];
      }),
  );
  return rows.length === 0 ? "" : table(["Cloud", "Not there", "Why", "Source"], rows);
}
