import { InvalidValue, shown } from "../fault.js";

/** RFC 1035, 2.3.4. */
const LONGEST_NAME = 253;
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;

interface Form {
  /** RFC 4592: the first label may be `*`. */
  readonly wildcard?: boolean;
}

/** RFC 1123, 2.1, and underscores, which service records bear; a final dot is kept. Refuses whatever no DNS could serve. */
export function readHostName(text: string, { wildcard = false }: Form = {}): string {
  const trimmed = text.trim();
  const labels = trimmed.replace(/\.$/, "").split(".");
  const named = wildcard && labels[0] === "*" && labels.length > 1 ? labels.slice(1) : labels;
  if (trimmed.length > LONGEST_NAME + 1 || !named.every((label) => LABEL.test(label)))
    throw new InvalidValue(`expected a host name such as www.example.com, got ${shown(text)}`);
  return trimmed;
}
