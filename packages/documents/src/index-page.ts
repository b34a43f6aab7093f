import { type Description, type Model, model } from "@cimi-gateway/model";
import { editionsOf } from "./attributes.js";
import { blocks, code, link, table } from "./markdown.js";

const described: Model = model;

/** docs/README.md. */
export const indexPage = (): string =>
  blocks(
    "# Reference",
    "<!-- Written by `npm run docs`. -->",
    "All pages here are written from the sources: what the gateway does is what they say.",
    [
      `- ${link("What each cloud supports", "support.md")}: types, attributes, operations and capabilities, with the reason where something is missing.`,
      `- ${link("Requirements", "requirements.md")}: the normative sentences of the standard, and the tests that hold them.`,
      "- `/openapi.json` of a running gateway: an OpenAPI 3.1 description of the clouds that it is configured with.",
    ].join("\n"),
    "## Resource types",
    table(
      ["Type", "Clause", "Editions", "Collection in the Cloud Entry Point"],
      Object.values(described).map((held) => row(held!)),
    ),
  );

const row = ({ name, clause, since, until, collection }: Description): readonly string[] => [
  link(name, `reference/${name}.md`),
  clause,
  editionsOf({ since, until }),
  collection === undefined ? "" : code(collection),
];
