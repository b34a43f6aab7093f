import type { GatewayResponse } from "@cimi-gateway/core";
import { openSchema, type Schema, schemaMissing } from "../spec/xsd.js";

/** Looks at every XML answer in edition 1 with the schema of DSP8009, where that is at hand. */
export class Validity {
  #schema: Schema | undefined;

  /** @throws Error what the schema finds wrong */
  check(request: string, { headers, body }: GatewayResponse): void {
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

const isEdition1Xml = (headers: GatewayResponse["headers"]): boolean =>
  headers["Content-Type"] === "application/xml" && headers["CIMI-Specification-Version"]?.startsWith("1.") === true;
