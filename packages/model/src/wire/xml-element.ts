/** What the reader makes of an element. Names come from outside, so attributes are a Map and children are found by name. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
  "\n": "&#10;",
  "\t": "&#9;",
};
const SPECIAL_TEXT = /[&<>\r]/;
const SPECIAL_ATTRIBUTE = /[&<>"\r\n\t]/;

/** Text between tags. A carriage return would be read back as a line feed, so it is written as a reference. */
export const escapeText = (text: string): string =>
  SPECIAL_TEXT.test(text) ? text.replace(/[&<>\r]/g, (character) => ESCAPES[character]!) : text;

/** The value of an attribute; line ends and tabs are written as references, or they would be read back as blanks. */
export const escapeAttribute = (text: string): string =>
  SPECIAL_ATTRIBUTE.test(text) ? text.replace(/[&<>"\r\n\t]/g, (character) => ESCAPES[character]!) : text;

export const xmlElement = (name: string, content: string, attributes = ""): string =>
  content === "" ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;

export const xmlAttribute = (name: string, value: string): string => ` ${name}="${escapeAttribute(value)}"`;
