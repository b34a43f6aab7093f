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

const ALL: readonly Dialect[] = [JSON_2, XML_1, JSON_1, XML_2];

export const dialectsIn = (editions: readonly Edition[]): readonly Dialect[] =>
  ALL.filter(({ edition }) => editions.includes(edition));

const first = (editions: readonly Edition[], format: Format): Dialect =>
  dialectsIn(editions).find((dialect) => dialect.format === format)!;

/** The two of these editions that differ most: what holds in both holds in the model and on the wire. */
export const extremesIn = (editions: readonly Edition[]): readonly Dialect[] => [first(editions, "json"), first(editions, "xml")];

/** What is spoken where a case does not care: JSON of the newest edition. */
export const usualIn = (editions: readonly Edition[]): Dialect => first(editions, "json");

export const acceptOf = ({ format }: Dialect): string => mediaTypeOf(format);
