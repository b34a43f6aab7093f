import { SaxesParser } from "saxes";
import { excerpt, InvalidValue } from "../fault.js";
import type { XmlElement } from "./xml-element.js";

/** Bounds of what is read; each keeps reading linear in the size of the body. */
export interface ReadingLimits {
  /** Levels of nested elements, objects and arrays. */
  readonly depth: number;
  /** Elements of an XML body, members and items of a JSON one. */
  readonly elements: number;
  /** Attributes of an XML body, over all elements. */
  readonly attributes: number;
}

export const READING_LIMITS: ReadingLimits = { depth: 64, elements: 10_000, attributes: 10_000 };

interface Open {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
  readonly text: string[];
}

/** Reads an XML document into a tree. No DTD and no entities beyond XML's five; refusals are `InvalidValue`. */
export function readXmlDocument(text: string, limits: ReadingLimits = READING_LIMITS): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: Open[] = [];
  let root: XmlElement | undefined;
  const count = { elements: 0, attributes: 0 };
  parser.on("error", (error) => refuse(`is not well-formed XML: ${excerpt(error.message, 120)}`));
  parser.on("doctype", () => refuse("holds a document type declaration, which is not accepted"));
  parser.on("processinginstruction", () => refuse("holds a processing instruction, which is not accepted"));
  parser.on("opentagstart", () => {
    if (open.length >= limits.depth) refuse(`is nested more than ${limits.depth} levels deep`);
    if (++count.elements > limits.elements) refuse(`holds more than ${limits.elements} elements`);
  });
  parser.on("attribute", () => {
    if (++count.attributes > limits.attributes) refuse(`holds more than ${limits.attributes} attributes`);
  });
  parser.on("opentag", (tag) => open.push(opened(tag)));
  parser.on("text", (part) => open.at(-1)?.text.push(part));
  parser.on("cdata", (part) => open.at(-1)?.text.push(part));
  parser.on("closetag", () => {
    const element = closed(open.pop()!);
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else root = element;
  });
  parser.write(text.startsWith("\ufeff") ? text.slice(1) : text).close();
  return root ?? refuse("holds no element");
}

interface Tag {
  readonly local: string;
  readonly uri: string;
  readonly attributes: Record<
    string,
    { readonly prefix: string; readonly local: string; readonly uri: string; readonly value: string }
  >;
}

/** Attributes of other namespaces and namespace declarations say nothing about CIMI and are passed over. */
function opened(tag: Tag): Open {
  const attributes = new Map<string, string>();
  for (const { local, uri, value } of Object.values(tag.attributes)) if (uri === "") attributes.set(local, value);
  attributes.delete("xmlns");
  return { name: tag.local, namespace: tag.uri, attributes, children: [], text: [] };
}

const closed = ({ text, children, ...rest }: Open): XmlElement => {
  const joined = text.join("");
  return { ...rest, children, text: children.length > 0 && joined.trim() === "" ? "" : joined };
};

function refuse(problem: string): never {
  throw new InvalidValue(`the body ${problem}`);
}
