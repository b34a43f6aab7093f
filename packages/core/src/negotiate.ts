import { type Format, formatOf, preferenceOf } from "@cimi-gateway/model";
import { Refusal } from "./fault.js";
import type { GatewayRequest } from "./types.js";

type Headers = GatewayRequest["headers"];

const ours = "this gateway speaks application/json and application/xml";

/** The format of a request's body: undefined where it has none. Throws 415 for what nobody can read. */
export function bodyFormat({ headers, body }: Pick<GatewayRequest, "headers" | "body">): Format | undefined {
  const type = headers["content-type"];
  if (body === "") return type === undefined ? undefined : formatOf(type);
  if (type === undefined) throw new Refusal(415, `the body has no Content-Type; ${ours}`);
  const format = formatOf(type);
  if (!format) throw new Refusal(415, `the Content-Type cannot be read; ${ours}`);
  if (!charsetIsKnown(type)) throw new Refusal(415, "the charset of the body is not UTF-8");
  return format;
}

const charsetIsKnown = (type: string): boolean => /^utf-?8$/i.test(/charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1] ?? "utf-8");

/** What the answer is written in where nothing decides: the request's own format, else what the face's clients expect. */
export function fallbackFormat(headers: Headers, tolerant: boolean): Format {
  return formatOf(headers["content-type"] ?? "") ?? (tolerant ? "xml" : "json");
}

/** 4.2.2: the format of a refusal: the one that Accept prefers; where it names none that we have, the request's own, else JSON (Contract). */
export function refusalFormat(headers: Headers, tolerant: boolean): Format {
  const preference = preferenceOf(headers.accept);
  if (preference === "none") return fallbackFormat(headers, false);
  return preference === "any" ? fallbackFormat(headers, tolerant) : preference;
}

/** 4.1.6.5: `$format` before Accept before the request's own format. Throws 406 when Accept names nothing that we have. */
export function answerFormat(headers: Headers, asked: Format | undefined, tolerant: boolean): Format {
  if (asked) return asked;
  const preference = preferenceOf(headers.accept);
  if (preference === "none") throw new Refusal(406, `nothing in Accept can be written; ${ours}`);
  return preference === "any" ? fallbackFormat(headers, tolerant) : preference;
}
