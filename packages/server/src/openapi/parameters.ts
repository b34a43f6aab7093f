import type { JsonSchema } from "@cimi-gateway/model";
import { type Pointer, pointer } from "./schema-names.js";

const query = (name: string, description: string, schema: JsonSchema = { type: "string" }): JsonSchema => ({
  name,
  in: "query",
  description,
  schema,
});

const header = (name: string, description: string): JsonSchema => ({
  name,
  in: "header",
  description,
  schema: { type: "string" },
});

const POSITION: JsonSchema = { type: "integer", minimum: 0 };

/** 4.1.6, and the conditions of RFC 9110. */
export const PARAMETERS = {
  filter: query(
    "$filter",
    "Which items: comparisons of attributes, with `and`, `or` and brackets, e.g. state='STARTED' and cpu>2 (4.1.6.1).",
  ),
  first: query("$first", "The position of the first item to show, from 1 (4.1.6.2).", POSITION),
  last: query("$last", "The position of the last item to show (4.1.6.2).", POSITION),
  orderby: query("$orderby", "The order of the items: attributes, each with :asc or :desc, e.g. memory:desc,name (4.1.6.6)."),
  select: query(
    "$select",
    "The attributes to show, or in a PUT to change, e.g. name,state; `operations` is one of them (4.1.6.3).",
  ),
  expand: query("$expand", "The links to show with what they name, e.g. volumes; `*` is all of them (4.1.6.4)."),
  format: query("$format", "The form of the answer; it wins over Accept (4.1.6.5).", { type: "string", enum: ["json", "xml"] }),
  ifMatch: header("If-Match", "Only if the resource is still the one with this ETag, else 412 (4.1.7.2)."),
  ifNoneMatch: header("If-None-Match", "Only if the answer is no longer the one with this ETag, else 304."),
} as const satisfies Record<string, JsonSchema>;

export const parameters = (...names: readonly (keyof typeof PARAMETERS)[]): readonly Pointer[] =>
  names.map((name) => pointer("parameters", name));

/** The id of a resource in its path. */
export const pathParameter = (name: string): JsonSchema => ({ name, in: "path", required: true, schema: { type: "string" } });
