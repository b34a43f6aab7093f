import type { Edition, JsonSchema } from "@cimi-gateway/model";
import { pointer, schemaName } from "./schema-names.js";

const text = (description: string): JsonSchema => ({ description, schema: { type: "string" } });
const address = (description: string): JsonSchema => ({ description, schema: { type: "string", format: "uri" } });

export const HEADERS = {
  "CIMI-Job-URI": address("The Job of the request (4.2.1.6)."),
  "CIMI-Specification-Version": text("The edition of the answer (4.1.7)."),
  Location: address("The new resource (4.2.1.1)."),
  ETag: text("What If-Match and If-None-Match compare (4.1.7.2)."),
  Age: text("Seconds since the list was read from the cloud."),
  "Retry-After": text("Seconds after which it may be tried again."),
} as const satisfies Record<string, JsonSchema>;

type HeaderName = keyof typeof HEADERS;

const headers = (names: readonly HeaderName[]): JsonSchema =>
  Object.fromEntries(["CIMI-Specification-Version", ...names].map((name) => [name, pointer("headers", name)]));

/** A body in either form; JSON is described, XML has the form of clause 5.4. */
export const content = (schema: JsonSchema): JsonSchema => ({
  "application/json": { schema },
  "application/xml": { schema: { type: "string", description: "The same in XML (4.1.4, 5.4)." } },
});

/** 4.1.4: an answer always says of which type it is. */
export const shown = (name: string): JsonSchema => ({ ...pointer("schemas", name), required: ["resourceURI"] });

const answer = (description: string, schema: JsonSchema, ...names: readonly HeaderName[]): JsonSchema => ({
  description,
  headers: headers(names),
  content: content(schema),
});

const refused = (edition: Edition): JsonSchema => pointer("responses", `Refused-${edition}`);

const job = (edition: Edition): JsonSchema => shown(schemaName("Job", edition));

/** 4.2.2: every refusal is a Job. */
export const refusalIn = (edition: Edition): JsonSchema =>
  answer(
    "Refused: a Job in the state FAILED whose statusMessage says what to change (4.2.2).",
    { ...job(edition), required: ["resourceURI", "id", "state", "returnCode", "statusMessage"] },
    "CIMI-Job-URI",
    "Retry-After",
  );

export const readAnswers = (name: string, edition: Edition): JsonSchema => ({
  200: answer("As it is now.", shown(name), "ETag", "Age"),
  304: { description: "It has not changed." },
  default: refused(edition),
});

const createAnswers = (name: string, edition: Edition): JsonSchema => ({
  201: answer("The new resource; it is finished.", shown(name), "Location", "CIMI-Job-URI", "ETag"),
  202: answer("The new resource; its Job runs on.", shown(name), "Location", "CIMI-Job-URI", "ETag"),
  default: refused(edition),
});

export const updateAnswers = (name: string, edition: Edition): JsonSchema => ({
  200: answer("The changed resource.", shown(name), "CIMI-Job-URI", "ETag"),
  202: answer("The Job, which runs on.", job(edition), "CIMI-Job-URI"),
  default: refused(edition),
});

export const jobAnswers = (edition: Edition): JsonSchema => ({
  200: answer("The Job; it is finished.", job(edition), "CIMI-Job-URI"),
  202: answer("The Job, which runs on.", job(edition), "CIMI-Job-URI"),
  default: refused(edition),
});

/** A POST to a Collection that both makes resources and takes in existing ones. */
export const postAnswers = (name: string, adds: boolean, acts: boolean, edition: Edition): JsonSchema => ({
  ...(acts && jobAnswers(edition)),
  ...(adds && createAnswers(name, edition)),
  ...(adds &&
    acts && {
      202: answer(
        "The new resource, or the Job of an insert or a remove; the Job runs on.",
        { anyOf: [shown(name), job(edition)] },
        "Location",
        "CIMI-Job-URI",
      ),
    }),
});
