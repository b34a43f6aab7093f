import { InvalidValue, shown } from "@cimi-gateway/model";

/** The parameters of a query string by name, each with its values in the order of the request; percent-decoded. */
export type Parameters = ReadonlyMap<string, readonly string[]>;

/**
 * Takes a query string apart (RFC 3986, 3.4). It is no HTML form: 4.1.6.1 has it percent-encoded, so that `+` is a plus sign, as the
 * offset of a dateTime needs it, and a blank is `%20`. A parameter without `=` has the empty value.
 * Throws InvalidValue where a percent sign is not followed by two hexadecimal digits, or the bytes are no UTF-8.
 */
export function readParameters(queryString: string): Parameters {
  const parameters = new Map<string, string[]>();
  for (const part of queryString.split("&")) {
    if (part === "") continue;
    const [name, value] = splitAtEquals(part).map(decoded) as [string, string];
    const values = parameters.get(name);
    if (values) values.push(value);
    else parameters.set(name, [value]);
  }
  return parameters;
}

/** At the first one only: `$filter=name='mine'`. */
function splitAtEquals(part: string): [string, string] {
  const at = part.indexOf("=");
  return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new InvalidValue(
      `the query has ${shown(text)}, which is not percent-encoded UTF-8; a percent sign itself is written %25`,
    );
  }
}
