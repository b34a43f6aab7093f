import type { Edition } from "@cimi-gateway/model";

/** What is to be tested, and how to get in. */
export interface ServiceOptions {
  /** The address of a Cloud Entry Point. */
  readonly entryPoint: string;
  /** Where the same cloud speaks an edition, for a service that has an address for each. */
  readonly siblings: Readonly<Partial<Record<Edition, string>>>;
  /** Sent with every request, credentials among them. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The variable by which the command hands its options to the tests, as JSON. */
export const VARIABLE = "CIMI_CONFORMANCE";

/** @throws Error when the tests are run without the command */
export function readOptions(variables: Readonly<Record<string, string | undefined>>): ServiceOptions {
  const given = variables[VARIABLE];
  if (given === undefined) throw new Error("name a Cloud Entry Point: npm run conformance -- <entry point URL>");
  return JSON.parse(given) as ServiceOptions;
}
