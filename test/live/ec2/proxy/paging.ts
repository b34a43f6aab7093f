import { type Form, withEntries, without } from "./form.js";
import { refuse } from "./refusal.js";
import { child, type Element, element } from "./xml.js";

export interface Limits {
  readonly minimum: number;
  readonly maximum: number;
  /** Items on a page when the request does not say. Absent: all. */
  readonly standard?: number;
  /** Items on a page whatever the request says. Absent: as many as it says. */
  readonly largest?: number;
}

/** The part of the answer that MaxResults and NextToken ask for; moto honours neither in most lists. The answer given is left as it is. */
export function pageOf(answer: Element, set: string, form: Form, limits: Limits): Element {
  const start = offsetOf(form.get("NextToken"));
  const size = sizeOf(form.get("MaxResults"), limits);
  const fields = answer.children.filter(({ name }) => name !== "nextToken");
  const items = fields.find(({ name }) => name === set)?.children ?? [];
  const page = fields.map((field) => (field.name === set ? element(set, items.slice(start, start + size)) : field));
  return element(answer.name, items.length > start + size ? [...page, element("nextToken", tokenOf(start + size))] : page);
}

/** The form that makes moto give the whole list, of which it gives 50 items unless it is told otherwise. */
export const whole = (form: Form): Form => withEntries(without(form, "Marker"), { PageSize: "1000000" });

/** The same of Elastic Load Balancing, whose pages are asked for by PageSize and Marker; `path` leads to the list. */
export function markedPage(answer: Element, path: readonly [string, string], form: Form, largest: number): Element {
  const result = child(answer, path[0]);
  if (!form.has("PageSize") || result === undefined) return answer;
  const start = offsetOf(form.get("Marker"));
  const size = sizeOf(form.get("PageSize"), { minimum: 1, maximum: 400, largest });
  const items = child(result, path[1])?.children ?? [];
  const more = items.length > start + size ? [element("NextMarker", tokenOf(start + size))] : [];
  return element(answer.name, [element(path[0], [element(path[1], items.slice(start, start + size)), ...more])]);
}

function sizeOf(wished: string | undefined, { minimum, maximum, standard, largest = maximum }: Limits): number {
  if (wished === undefined) return standard ?? Number.POSITIVE_INFINITY;
  const size = Number(wished);
  if (size >= minimum && size <= maximum) return Math.min(size, largest);
  return refuse(
    "InvalidParameterValue",
    `Value (${wished}) for parameter maxResults is invalid; ${minimum} to ${maximum} are accepted.`,
  );
}

function tokenOf(offset: number): string {
  return Buffer.from(`from ${offset}`).toString("base64url");
}

function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const offset = /^from (\d+)$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  return Number(offset ?? refuse("InvalidNextToken", "The value of NextToken is not one that a page ended with."));
}
