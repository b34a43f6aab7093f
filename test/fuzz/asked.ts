/** A request as it goes over the wire. Texts hold one byte in each character, so that single bytes can be changed. */
export interface Asked {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** The bytes of a text, one in each character. */
export const bytesOf = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
export const textOf = (bytes: string): string => Buffer.from(bytes, "latin1").toString("utf8");

/** The request with what frames it; the length is that of the body whatever it was mutated to. */
export function serialized({ method, target, headers, body }: Asked, host: string): string {
  const framing: Asked["headers"] = [
    ["host", host],
    ["connection", "close"],
    ...(body === "" ? [] : [["content-length", String(body.length)] as const]),
  ];
  const lines = [...framing, ...headers].map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${target} HTTP/1.1`, ...lines, "", body].join("\r\n");
}

const LINE = /^[^\0\r\n]*$/;
const WORD = /^[!-~\u{80}-\u{ff}]+$/u;

/** Whether the mutations left the framing of HTTP alone, so that there has to be an answer. */
export const isFramed = ({ method, target, headers }: Asked): boolean =>
  /^(GET|HEAD|OPTIONS|POST|PUT|DELETE|PATCH|TRACE|PROPFIND)$/.test(method) &&
  WORD.test(target) &&
  headers.every(([name, value]) => /^[a-z-]+$/.test(name) && LINE.test(value));

export const headerOf = ({ headers }: Asked, wanted: string): string | undefined =>
  headers.find(([name]) => name === wanted)?.[1];
