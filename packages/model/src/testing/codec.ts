import type { Description } from "../describe.js";
import type { Edition } from "../edition.js";
import { type Model, model } from "../model.js";
import type { DataType, Reading, Representation, Values, Writing } from "../types/data-type.js";
import { readJsonDocument } from "../wire/json-reader.js";
import type { Format } from "../wire/media-type.js";
import { parseBody, readMembers } from "../wire/read.js";
import { writeJson, writeXml } from "../wire/write.js";
import { readXmlDocument } from "../wire/xml-reader.js";

const everything: Model = model;

/** Writes hrefs as they stand, so that what is read back can be compared. */
export const writingIn = (edition: Edition, href: (path: string) => string = (path) => path): Writing => ({
  edition,
  model: everything,
  href,
});

export const readingIn = (edition: Edition, traits: Partial<Reading> = {}): Reading => ({
  edition,
  model: everything,
  tolerant: false,
  erasable: false,
  ...traits,
});

export const write = (shown: Representation, format: Format, writing: Writing): string =>
  format === "json" ? writeJson(shown, writing) : writeXml(shown, writing);

/** Reads the attributes of a document by a description. */
export const read = (document: string, format: Format, description: Pick<Description, "attributes">, reading: Reading): Values =>
  readMembers(parseBody(document, format), description, reading);

/** One value as JSON text, read from JSON text. */
export const toJson = <T>(type: DataType<T>, value: T, edition: Edition): string => type.toJson(value, writingIn(edition));
export const fromJson = <T>(type: DataType<T>, text: string, reading: Reading): T =>
  type.fromJson((readJsonDocument(`{"value":${text}}`) as { value: unknown }).value, reading);

/** One value as the elements of an attribute, read from such elements. */
export const toXml = <T>(type: DataType<T>, name: string, value: T, edition: Edition): string =>
  type.toXml(name, value, writingIn(edition));
export const fromXml = <T>(type: DataType<T>, text: string, reading: Reading): T =>
  type.fromXml(readXmlDocument(`<root>${text}</root>`).children, reading);
