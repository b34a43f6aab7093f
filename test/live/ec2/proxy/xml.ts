import { SaxesParser } from "saxes";

/** An element of an EC2 reply. The Query protocol has neither attributes nor mixed content, so neither has this. */
export interface Element {
  readonly name: string;
  children: Element[];
  text: string;
}

export function element(name: string, content: string | readonly Element[] = ""): Element {
  return typeof content === "string" ? { name, children: [], text: content } : { name, children: [...content], text: "" };
}

/** A list in EC2's form: `<name><item>…</item><item>…</item></name>`. */
export function itemsElement(name: string, items: readonly (readonly Element[])[]): Element {
  return element(
    name,
    items.map((fields) => element("item", fields)),
  );
}

export function child(parent: Element | undefined, name: string): Element | undefined {
  return parent?.children.find((candidate) => candidate.name === name);
}

/** The element at the end of a path of child names. */
export function descendant(parent: Element | undefined, ...path: readonly string[]): Element | undefined {
  return path.reduce(child, parent);
}

export function textAt(parent: Element | undefined, ...path: readonly string[]): string | undefined {
  return descendant(parent, ...path)?.text;
}

/** The items of the list that the path leads to. */
export function itemsAt(parent: Element | undefined, ...path: readonly string[]): readonly Element[] {
  return descendant(parent, ...path)?.children ?? [];
}

/** Sets the child in place of the one of the same name, or adds it. */
export function setChild(parent: Element, replacement: Element): void {
  const others = parent.children.filter((candidate) => candidate.name !== replacement.name);
  parent.children = others.length === parent.children.length ? [...others, replacement] : replaced(parent.children, replacement);
}

export function removeChild(parent: Element, name: string): void {
  parent.children = parent.children.filter((candidate) => candidate.name !== name);
}

export function parseXml(text: string): Element {
  const open: Element[] = [element("document", [])];
  const parser = new SaxesParser();
  parser.on("opentag", (tag) => open.push(element(tag.name)));
  parser.on("text", (data) => append(open, data));
  parser.on("closetag", () => close(open));
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(text).close();
  const root = open[0]?.children[0];
  if (root === undefined) throw new Error("the reply holds no element");
  return root;
}

/** `namespace` is declared on this element, for all below it. */
export function writeXml(node: Element, namespace?: string): string {
  const declaration = namespace === undefined ? "" : ` xmlns="${namespace}"`;
  const content = node.children.length > 0 ? node.children.map((part) => writeXml(part)).join("") : escapeText(node.text);
  return content === "" ? `<${node.name}${declaration}/>` : `<${node.name}${declaration}>${content}</${node.name}>`;
}

function append(open: readonly Element[], data: string): void {
  const current = open.at(-1);
  if (current !== undefined) current.text += data;
}

function close(open: Element[]): void {
  const closed = open.pop();
  if (closed !== undefined) open.at(-1)?.children.push(closed);
}

function replaced(children: readonly Element[], replacement: Element): Element[] {
  return children.map((candidate) => (candidate.name === replacement.name ? replacement : candidate));
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#13;");
}
