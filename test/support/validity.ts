import type { Answer } from "@cimi-gateway/conformance";
import { openSchema, type Schema, schemaMissing } from "../spec/xsd.js";

/** Looks at every XML answer in edition 1 with the schema of DSP8009, where that is at hand. */
export class Validity {
  #schema: Schema | undefined;

  /** @throws Error what the schema finds wrong */
  check(request: string, { headers, body }: Pick<Answer, "headers" | "body">): void {
    if (schemaMissing !== undefined || body === "" || !isEdition1Xml(headers)) return;
    this.#schema ??= openSchema();
    const problems = this.#schema.problems(body);
    if (problems.length > 0) throw new Error(`${request}: not valid by DSP8009: ${problems.join("; ")}\n${body}`);
  }

  dispose(): void {
    this.#schema?.dispose();
    this.#schema = undefined;
  }
}

/** Over HTTP, names of headers are in lower case. */
const isEdition1Xml = (headers: Answer["headers"]): boolean => {
  const header = (name: string): string => headers[name] ?? headers[name.toLowerCase()] ?? "";
  return header("Content-Type").startsWith("application/xml") && header("CIMI-Specification-Version").startsWith("1.");
};
