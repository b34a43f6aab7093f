/** Anything shorter would blacken words that are no secret. */
const SHORTEST = 4;

const asJson = (value: string): string => JSON.stringify(value).slice(1, -1);

/** Replaces secrets in a line of the log, also where they stand in a message, a stack or a URL; undefined where there are none. */
export function redactor(secrets: readonly string[]): ((line: string) => string) | undefined {
  const shapes = secrets.flatMap((secret) => [asJson(secret), encodeURIComponent(secret)]);
  // The longest first: a secret may be part of another one.
  const hidden = [...new Set(shapes)].filter(({ length }) => length >= SHORTEST).toSorted((a, b) => b.length - a.length);
  if (hidden.length === 0) return undefined;
  return (line) => hidden.reduce((text, secret) => (text.includes(secret) ? text.replaceAll(secret, "[redacted]") : text), line);
}

/** The password in a database's URL, both as written and as meant. */
export function passwordIn(url: string | undefined): readonly string[] {
  if (url === undefined || !URL.canParse(url)) return [];
  const { password } = new URL(url);
  return password === "" ? [] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
