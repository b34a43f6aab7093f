import type { JsonSchema } from "@cimi-gateway/model";
import type { ServerSettings } from "../configuration/server-schema.js";

type Mode = ServerSettings["auth"]["mode"];

/** How consumers prove who they are, in OpenAPI's words; no scheme: everybody is let in. */
const SCHEMES = { none: {} } as const satisfies Record<Mode, Readonly<Record<string, JsonSchema>>>;

export interface Security {
  readonly securitySchemes: JsonSchema;
  readonly security: readonly JsonSchema[];
}

export function securityOf(mode: Mode): Security {
  const securitySchemes: JsonSchema = SCHEMES[mode];
  return { securitySchemes, security: Object.keys(securitySchemes).map((scheme) => ({ [scheme]: [] })) };
}
