import {
  model as cimi,
  type Edition,
  type Format,
  type Model,
  mediaTypeOf,
  type Representation,
  type Writing,
  writeJson,
  writeXml,
} from "@cimi-gateway/model";
import type { Face, GatewayResponse } from "./types.js";

/** Faces that are in use at one time; more come from hosts that nobody uses twice. */
const WRITINGS = 64;

type WrittenFace = Pick<Face, "edition" | "base" | "tolerant">;

interface Written {
  readonly writing: Writing;
  /** Whole texts: to put hundreds of kilobytes together again takes longer than to send them. */
  readonly texts: WeakMap<Representation, string>;
}

/** Writes the representations of one cloud for every face; what was written before for a face is not written again. */
export class Writer {
  readonly #written = new Map<string, Written>();

  /** @param model what the cloud's resources are; for what belongs to none, CIMI's own will do */
  constructor(readonly model: Model = cimi) {}

  text(shown: Representation, face: WrittenFace, format: Format): string {
    const { writing, texts } = this.#under(face, format);
    const known = texts.get(shown);
    if (known !== undefined) return known;
    const text = format === "json" ? writeJson(shown, writing) : writeXml(shown, writing);
    texts.set(shown, text);
    return text;
  }

  #under({ edition, base, tolerant }: WrittenFace, format: Format): Written {
    const key = `${format} ${edition} ${tolerant} ${base}`;
    const known = this.#written.get(key);
    if (known) return known;
    if (this.#written.size >= WRITINGS) this.#written.clear();
    const writing = { edition, tolerant, model: this.model, written: new WeakMap(), href: hrefUnder(base) };
    const written = { writing, texts: new WeakMap() };
    this.#written.set(key, written);
    return written;
  }
}

const ABSOLUTE = /^[a-z][a-z0-9+.-]*:/i;

/** Paths get the base in front; what is absolute, and the empty path of an error's Job, stay. */
const hrefUnder = (base: string) => (path: string) => (path === "" || ABSOLUTE.test(path) ? path : base + path);

const VERSIONS = { 1: "1.1.0", 2: "2.0.0" } as const satisfies Record<Edition, string>;

/** Headers that every answer with a body has. The type stands without parameters: existing clients compare it as it is. */
export function headersOf(edition: Edition, format: Format, body: string): Record<string, string> {
  return {
    "Content-Type": mediaTypeOf(format),
    "Content-Length": String(Buffer.byteLength(body)),
    "CIMI-Specification-Version": VERSIONS[edition],
    Vary: "Accept, CIMI-Specification-Version",
    "Cache-Control": "no-cache",
  };
}

export function respond(
  status: number,
  body: string,
  edition: Edition,
  format: Format,
  more: Readonly<Record<string, string>> = {},
): GatewayResponse {
  return { status, body, headers: { ...headersOf(edition, format, body), ...more } };
}

export const emptyAnswer = (status: number, headers: Readonly<Record<string, string>>): GatewayResponse => ({
  status,
  headers,
  body: "",
});
