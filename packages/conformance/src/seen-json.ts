import type { Edition } from "@cimi-gateway/model";
import type { Link, Seen } from "./seen.js";

type Json = Readonly<Record<string, unknown>>;

export const seenInJson = (text: string, _edition: Edition): Seen => new JsonSeen(JSON.parse(text) as Json);

class JsonSeen implements Seen {
  constructor(private readonly json: Json) {}

  get type(): string {
    return String(this.json.resourceURI).replace(/^.*\//, "");
  }

  get names(): readonly string[] {
    return Object.keys(this.json).filter((name) => name !== "resourceURI" && name !== "operations");
  }

  text(name: string): string | undefined {
    const held = this.json[name];
    return held === undefined || typeof held === "object" ? undefined : String(held);
  }

  href(name: string): string | undefined {
    return (this.json[name] as { href?: string } | undefined)?.href;
  }

  hrefs(name: string): readonly string[] {
    return ((this.json[name] ?? []) as { href: string }[]).map(({ href }) => href);
  }

  part(name: string): Seen | undefined {
    const held = this.json[name];
    return typeof held === "object" && held !== null ? new JsonSeen(held as Json) : undefined;
  }

  parts(name: string): readonly Seen[] {
    return ((this.json[name] ?? []) as Json[]).map((held) => new JsonSeen(held));
  }

  get properties(): Readonly<Record<string, string>> {
    return this.map("properties");
  }

  map(name: string): Readonly<Record<string, string>> {
    return (this.json[name] ?? {}) as Readonly<Record<string, string>>;
  }

  get operations(): readonly Link[] {
    return ((this.json.operations ?? []) as Link[]).map((link) => ({ ...link, available: link.available ?? true }));
  }

  get items(): readonly Seen[] {
    const name = Object.keys(this.json).find((key) => key !== "operations" && Array.isArray(this.json[key]));
    return name === undefined ? [] : this.parts(name);
  }
}
