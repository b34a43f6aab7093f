import { LIMITS } from "@cimi-gateway/core";
import { z } from "zod";
import { integer } from "./values.js";

const limit = (standard: number, description: string) => integer(1).default(standard).meta({ description });

/** What one consumer may cost. */
export const limits = z.strictObject({
  body: limit(LIMITS.maxBody, "Bytes of a request body; more is answered 413."),
  depth: limit(LIMITS.reading.depth, "Levels of a body."),
  elements: limit(LIMITS.reading.elements, "Elements of an XML body, members and items of a JSON one."),
  attributes: limit(LIMITS.reading.attributes, "Attributes of an XML body."),
  headers: limit(16_384, "Bytes of the request line and the headers; more is answered 431."),
  connections: limit(1_024, "Connections at a time; further ones are closed at once."),
  headersTimeout: limit(10_000, "Milliseconds for the headers of a request to arrive."),
  requestTimeout: limit(30_000, "Milliseconds for the body of a request to arrive."),
  idleTimeout: limit(35_000, "Milliseconds after which a connection on which nothing moves is closed."),
  keepAlive: limit(5_000, "Milliseconds for which a connection waits for the next request; more than a proxy in front keeps it."),
  drain: limit(25_000, "Milliseconds for running requests to end after SIGTERM."),
});

export type ServerLimits = z.infer<typeof limits>;
