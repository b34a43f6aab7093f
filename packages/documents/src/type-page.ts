import { capabilityUri, type Description, EDITIONS, type Operation, typeUri } from "@cimi-gateway/model";
import { attributeTable, editionsOf } from "./attributes.js";
import { blocks, code, codes, link, section, table } from "./markdown.js";
import { placesOf } from "./places.js";
import { editionName, samplesOf, shownSample } from "./samples.js";

/** The reference page of one resource type: all that the model says of it. */
export const typePage = (description: Description): string =>
  blocks(
    `# ${description.name}`,
    "<!-- Written by `npm run docs` from packages/model. -->",
    facts(description),
    section("## Attributes", attributeTable(description.attributes)),
    section("## States and operations", states(description), operations(description)),
    section("## Collections", collections(description)),
    section("## Capabilities", capabilities(description)),
    section("## Samples", ...samplesOf(description).map(shownSample)),
  );

function facts({ name, clause, names = {}, template, since, until }: Description): string {
  const renamed = EDITIONS.flatMap((edition) =>
    names[edition] === undefined ? [] : [`In edition ${editionName(edition)} it is called ${code(names[edition]!)}.`],
  );
  const origin = /^\d/.test(clause) ? `Clause ${clause} of DSP0263 2.0.0.` : "Only edition 1's XML Schema (DSP8009) has it.";
  const made =
    template === undefined
      ? ""
      : `It is made from a ${link(template.type, `${template.type}.md`)}: a \`${name}Create\` holds it, or a link to it, in ${code(template.attribute)}.`;
  return [`${origin} Editions: ${editionsOf({ since, until })}.`, `Type URI: ${code(typeUri(name, 2))}.`, ...renamed, made]
    .filter((text) => text !== "")
    .join(" ");
}

const states = ({ stable }: Description): string =>
  stable ? `Nothing is under way in ${codes(stable)}; every other state passes by itself.` : "";

function operations({ operations: held }: Description): string {
  const rows = Object.entries(held).map(([name, operation]) => [
    code(name),
    editionsOf({ since: operation.since, until: 2 }),
    operation.from.length === 0 ? "any state" : codes(operation.from),
    codes(operation.during),
    operation.after === undefined ? "as before" : code(operation.after),
    result(operation),
  ]);
  const head = ["Operation", "Editions", "From", "Meanwhile", "Afterwards", "Request"];
  return rows.length === 0 ? "" : table(head, rows);
}

const result = ({ input, creates, inserts }: Operation): string =>
  [
    Object.entries(input)
      .map(([name, { consumerMandatory }]) => `${code(name)}${consumerMandatory ? " (required)" : ""}`)
      .join(", "),
    creates === undefined ? "" : `makes a ${link(creates, `${creates}.md`)}`,
    inserts === undefined ? "" : `is \`insert\` into ${code(inserts)}`,
  ]
    .filter((text) => text !== "")
    .join("; ");

function collections({ name }: Description): string {
  const rows = placesOf(name).map(({ owner, attribute, inserts, lists }) => [
    `${link(owner, `${owner}.md`)}.${code(attribute)}`,
    lists ? "lists what lives elsewhere" : "`add`",
    inserts ? "`insert`, `remove`" : "",
  ]);
  return rows.length === 0 ? "" : table(["Where", "New resources", "Existing resources"], rows);
}

const capabilities = ({ name, capabilities: held }: Description): string =>
  held.map((capability) => `- ${code(capability)}: ${code(capabilityUri(name, capability, 2))}`).join("\n");
