import type { Described } from "./document.js";

/** The text of /openapi.json. It is made when it is first asked for, and once: clouds do not change while the gateway runs. */
export class OpenApi {
  #made: Promise<string> | undefined;

  constructor(private readonly described: () => Described) {}

  /** @param origin the address by which the consumer reached the gateway */
  async text(origin: string): Promise<string> {
    this.#made ??= make(this.described());
    const rest = await this.#made;
    return `{"servers":[{"url":${JSON.stringify(origin)}}],${rest}`;
  }
}

/** Everything behind the opening brace. */
async function make(described: Described): Promise<string> {
  const { openApiDocument } = await import("./document.js");
  return JSON.stringify(openApiDocument(described)).slice(1);
}
