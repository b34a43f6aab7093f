/** 4.1.4: the two formats of every representation. */
export type Format = "json" | "xml";

export const FORMATS: readonly Format[] = ["json", "xml"];

const MEDIA_TYPES = { json: "application/json", xml: "application/xml" } as const satisfies Record<Format, string>;

export const mediaTypeOf = (format: Format): string => MEDIA_TYPES[format];

/** What a request may call a format in Content-Type and Accept. */
const NAMES: ReadonlyMap<string, Format> = new Map([
  ["application/json", "json"],
  ["application/xml", "xml"],
  ["text/xml", "xml"],
]);

/** The format that a Content-Type names, parameters aside; undefined for any other. */
export const formatOf = (contentType: string): Format | undefined =>
  NAMES.get(contentType.split(";", 1)[0]!.trim().toLowerCase());

/** What an Accept header prefers. */
export type Preference = Format | "any" | "none";

interface Range {
  readonly name: string;
  readonly quality: number;
}

function range(text: string): Range {
  const [name, ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
  const value = quality === undefined ? 1 : Number(quality);
  return { name: name!, quality: Number.isFinite(value) ? Math.min(Math.max(value, 0), 1) : 0 };
}

/** How well a format fits: the quality of the most specific range that covers it (RFC 9110, 12.5.1); undefined: of none. */
function qualityOf(format: Format, ranges: readonly Range[]): number | undefined {
  const named = ranges.filter(({ name }) => NAMES.get(name) === format);
  if (named.length > 0) return Math.max(...named.map(({ quality }) => quality));
  return (ranges.find(({ name }) => name === "application/*") ?? ranges.find(({ name }) => name === "*/*"))?.quality;
}

/** Reads an Accept header: the preferred format, `any` where both are equally welcome, `none` where neither is acceptable. */
export function preferenceOf(accept: string | undefined): Preference {
  if (accept === undefined || accept.trim() === "") return "any";
  const only = NAMES.get(accept);
  if (only) return only;
  const ranges = accept.split(",").map(range);
  const [json, xml] = FORMATS.map((format) => qualityOf(format, ranges) ?? 0) as [number, number];
  if (json === 0 && xml === 0) return "none";
  if (json !== xml) return json > xml ? "json" : "xml";
  const first = ranges.find(({ name, quality }) => quality === json && NAMES.has(name));
  return first ? NAMES.get(first.name)! : "any";
}
