import {
  type Description,
  EDITIONS,
  type Edition,
  FORMATS,
  type Format,
  type Model,
  model,
  writeJson,
  writeXml,
} from "@cimi-gateway/model";
import { indented } from "./indent.js";
import { fence } from "./markdown.js";
import { sampleFor } from "./sample.js";

const EXAMPLE_BASE = "https://cimi.example.com/cimi";

/** A sample as the gateway would write it, in one of the forms that a type has. */
export interface Sample {
  readonly edition: Edition;
  readonly format: Format;
  /** As it is sent. */
  readonly text: string;
}

export const samplesOf = (description: Description): readonly Sample[] =>
  EDITIONS.toReversed()
    .filter((edition) => description.since <= edition && edition <= description.until)
    .flatMap((edition) => FORMATS.map((format) => ({ edition, format, text: written(description, edition, format) })));

function written(description: Description, edition: Edition, format: Format): string {
  const base = `${EXAMPLE_BASE}/${edition}/cloud/`;
  const href = (path: string): string => (/^[a-z]+:/.test(path) ? path : base + path);
  const writing = { edition, model: model as Model, href };
  const shown = sampleFor(description, edition);
  return format === "json" ? writeJson(shown, writing) : writeXml(shown, writing);
}

export const editionName = (edition: Edition): string => (edition === 1 ? "1.x" : "2.0");

/** For people. */
export const shownSample = ({ edition, format, text }: Sample): string => {
  const readable = format === "json" ? JSON.stringify(JSON.parse(text), undefined, 2) : indented(text);
  return `${format.toUpperCase()}, edition ${editionName(edition)}:\n\n${fence(format, readable)}`;
};
