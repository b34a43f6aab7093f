/** A value as JSON can hold it (RFC 8259). The store writes it as text and gives back an equal value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

/** The text of a column that may be empty; an absent value is SQL's NULL, JSON's null is the text `null`. */
export const toText = (value: Json | undefined): string | null => (value === undefined ? null : JSON.stringify(value));

/** The value of a column that is always filled. */
export const fromText = (text: string): Json => JSON.parse(text) as Json;

/** The value of a column that may be empty. */
export const fromOptionalText = (text: string | null): Json | undefined => (text === null ? undefined : fromText(text));

/** Makes a value unchangeable to its depth, so that several readers can share it. */
export function frozen(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}

/** What a row's text is like that may hold a string: the database finds candidates, `holds` decides. */
export const containing = (text: string): string =>
  `%${JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\\%_]/g, "_")}%`;

/** Whether a string in a value holds a text, at any depth. */
export const holds = (value: Json, text: string): boolean =>
  typeof value === "object" && value !== null
    ? Object.values(value as Readonly<Record<string, Json>>).some((held) => holds(held, text))
    : typeof value === "string" && value.includes(text);
