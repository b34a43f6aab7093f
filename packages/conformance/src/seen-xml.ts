import { type Edition, readXmlDocument, singular, type XmlElement } from "@cimi-gateway/model";
import type { Link, Seen } from "./seen.js";

/** A list of a large cloud is longer than anything that a gateway accepts. */
const LIMITS = { depth: 64, elements: 1_000_000, attributes: 1_000_000 };

export const seenInXml = (text: string, edition: Edition): Seen => new XmlSeen(readXmlDocument(text, LIMITS), edition);

/** What a Collection holds beside its items. */
const COMMON: ReadonlySet<string> = new Set([
  "id",
  "name",
  "description",
  "created",
  "updated",
  "parent",
  "property",
  "properties",
  "count",
  "operation",
  "operations",
]);

class XmlSeen implements Seen {
  constructor(
    private readonly element: XmlElement,
    private readonly edition: Edition,
  ) {}

  get type(): string {
    return this.element.attributes.get("resourceURI")?.replace(/^.*\//, "") ?? this.element.name;
  }

  get names(): readonly string[] {
    const named = this.element.children.map(({ name }) => name).filter((name) => !name.startsWith("operation"));
    return [...new Set([...this.element.attributes.keys(), ...named])];
  }

  text(name: string): string | undefined {
    const child = this.#child(name);
    return child === undefined ? this.element.attributes.get(name) : child.children.length > 0 ? undefined : child.text;
  }

  href(name: string): string | undefined {
    return this.#child(name)?.attributes.get("href");
  }

  hrefs(name: string): readonly string[] {
    return this.#named(singular(name)).map(({ attributes }) => attributes.get("href")!);
  }

  part(name: string): Seen | undefined {
    const child = this.#child(name);
    return child && new XmlSeen(child, this.edition);
  }

  parts(name: string): readonly Seen[] {
    const items = this.edition === 1 ? this.#named(singular(name)) : (this.#child(name)?.children ?? []);
    return items.map((element) => new XmlSeen(element, this.edition));
  }

  get properties(): Readonly<Record<string, string>> {
    return this.map("properties");
  }

  map(name: string): Readonly<Record<string, string>> {
    const entries = this.#inWrapper(name, singular(name));
    return Object.fromEntries(entries.map(({ attributes, text }) => [attributes.get("key")!, text]));
  }

  get operations(): readonly Link[] {
    return this.#inWrapper("operations", "operation").map(({ attributes }) => ({
      rel: attributes.get("rel")!,
      href: attributes.get("href")!,
      available: attributes.get("available") !== "false",
    }));
  }

  get items(): readonly Seen[] {
    const own = this.element.children.filter(({ name }) => !COMMON.has(name));
    const elements = this.edition === 1 ? own : own.flatMap(({ children }) => children);
    return elements.map((element) => new XmlSeen(element, this.edition));
  }

  /** Edition 2 wraps what edition 1 repeats. */
  #inWrapper(wrapper: string, item: string): readonly XmlElement[] {
    return this.edition === 1 ? this.#named(item) : (this.#child(wrapper)?.children ?? []);
  }

  #child(name: string): XmlElement | undefined {
    return this.element.children.find((child) => child.name === name);
  }

  #named(name: string): readonly XmlElement[] {
    return this.element.children.filter((child) => child.name === name);
  }
}
