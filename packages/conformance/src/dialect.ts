import { type Edition, type Format, mediaTypeOf } from "@cimi-gateway/model";

/** One edition in one format. */
export interface Dialect {
  readonly edition: Edition;
  readonly format: Format;
  readonly title: string;
}

const dialect = (edition: Edition, format: Format): Dialect => ({
  edition,
  format,
  title: `${format.toUpperCase()} ${edition === 1 ? "1.x" : "2.0"}`,
});

export const JSON_2 = dialect(2, "json");
export const XML_1 = dialect(1, "xml");
export const JSON_1 = dialect(1, "json");
export const XML_2 = dialect(2, "xml");

/** The two that differ most: what holds in both holds in the model and on the wire. */
export const EXTREMES: readonly Dialect[] = [JSON_2, XML_1];
/** For what only edition 2 has. */
export const EDITION_2: readonly Dialect[] = [JSON_2, XML_2];
export const DIALECTS: readonly Dialect[] = [JSON_2, XML_1, JSON_1, XML_2];

export const acceptOf = ({ format }: Dialect): string => mediaTypeOf(format);
