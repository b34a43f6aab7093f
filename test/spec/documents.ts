import { type Edition, type Format, parseBody, type Representation, writeJson, writeXml } from "@cimi-gateway/model";
import { readingIn, writingIn } from "@cimi-gateway/model/testing";

/** XML without the blanks between tags, and the line ends between attributes, that only make it readable. */
export const compact = (xml: string): string =>
  xml
    .replace(/>\s+</g, "><")
    .replace(/\n\s+(?=\w+=")/g, " ")
    .trim();

/** What the model writes: JSON text, or XML from its root element on. */
export function written(shown: Representation, format: Format, edition: Edition): string {
  if (format === "json") return writeJson(shown, writingIn(edition));
  return writeXml(shown, writingIn(edition)).replace('<?xml version="1.0" encoding="UTF-8"?>\n', "");
}

/** A request or an answer in one format and edition. */
export interface Sample {
  readonly edition: Edition;
  readonly format: Format;
  readonly text: string;
}

export const json = (edition: Edition, value: object): Sample => ({ edition, format: "json", text: JSON.stringify(value) });
export const xml = (edition: Edition, text: string): Sample => ({ edition, format: "xml", text: compact(text) });
export const bodyOf = ({ text, format }: Sample) => parseBody(text, format);
export const titled = (samples: readonly Sample[]) =>
  samples.map((sample) => [`${sample.format} ${sample.edition}`, sample] as const);

export { readingIn };
