import { escapeText, xmlElement } from "../wire/xml-element.js";
import type { DataType } from "./data-type.js";
import { compareText } from "./string.js";
import { uri } from "./uri.js";

/**
 * 5.7.1: the URI of the resource itself. Inside the gateway a path within the cloud, on the wire absolute.
 * The Job of an error that nobody stored has the empty path (4.2.2), which is written.
 */
export const identifier: DataType<string> = {
  ...uri,
  example: "things/1",
  isEmpty: () => false,
  toJson: (value, writing) => JSON.stringify(writing.href(value)),
  toXml: (name, value, writing) => xmlElement(name, escapeText(writing.href(value))),
  compare: compareText,
};
