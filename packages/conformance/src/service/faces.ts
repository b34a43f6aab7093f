import { EDITIONS, type Edition, editionOf, type Format, formatOf } from "@cimi-gateway/model";
import type { Answer, Face, Harness } from "../harness.js";
import { required, type Seen, seenIn } from "../seen.js";
import type { ServiceOptions } from "./options.js";

type Send = Harness["send"];
type Faces = Harness["faces"];

interface Entry extends Face {
  readonly edition: Edition;
  readonly name: string | undefined;
}

/** Where the service speaks which edition: at the addresses given, at the same address by the header, or where its index says. */
export async function facesOf(
  { entryPoint, siblings }: Pick<ServiceOptions, "entryPoint" | "siblings">,
  send: Send,
): Promise<Faces> {
  const first = await entryAt(entryPoint, send);
  const faces: Partial<Record<Edition, Face>> = { [first.edition]: faceOf(first) };
  for (const edition of EDITIONS.filter((one) => one !== first.edition)) {
    const found = await sibling(first, edition, siblings[edition], send);
    if (found) faces[edition] = faceOf(found);
  }
  return faces;
}

const faceOf = ({ entryPoint, base }: Entry): Face => ({ entryPoint, base });

async function sibling(first: Entry, edition: Edition, given: string | undefined, send: Send): Promise<Entry | undefined> {
  if (given !== undefined) {
    const found = await entryAt(given, send);
    if (found.edition !== edition) throw new Error(`${given} speaks edition ${found.edition}, not ${edition}`);
    return found;
  }
  const here = await entryAt(first.entryPoint, send, edition);
  return here.edition === edition ? here : inIndex(first, edition, send);
}

/** Addresses in an index that are tried. */
const TRIED = 20;

/** Many services list their entry points at the root; the sibling is the one that bears the same name. */
async function inIndex({ entryPoint, name }: Entry, edition: Edition, send: Send): Promise<Entry | undefined> {
  const { origin } = new URL(entryPoint);
  const { status, body } = await send("GET", `${origin}/`, { headers: { accept: "application/json" } });
  if (status !== 200) return undefined;
  const listed = [...body.matchAll(/"(https?:\/\/[^"\\]+)"/g)]
    .map(([, url]) => url!)
    .filter((url) => url.startsWith(`${origin}/`));
  for (const url of listed.slice(0, TRIED)) {
    const found = await entryAt(url, send).catch(() => undefined);
    if (found?.edition === edition && found.name === name) return found;
  }
  return undefined;
}

/**
 * Reads a Cloud Entry Point in whatever it speaks there.
 *
 * @throws Error with what is wrong with it by 5.12
 */
async function entryAt(url: string, send: Send, wanted?: Edition): Promise<Entry> {
  const asked = wanted === undefined ? {} : { "cimi-specification-version": `${wanted}.0` };
  const answer = await send("GET", url, { headers: { accept: "application/json, application/xml;q=0.9", ...asked } });
  const { seen, edition } = readEntry(url, answer);
  if (seen.type !== "CloudEntryPoint") throw new Error(`${url} is a ${seen.type}; a CloudEntryPoint is wanted (5.12)`);
  const base = required(seen.text("baseURI"), `baseURI (5.12) at ${url}`);
  return { entryPoint: url, base: new URL(base, url).href, edition, name: seen.text("name") };
}

function readEntry(url: string, { status, headers, body }: Answer): { seen: Seen; edition: Edition } {
  if (status !== 200) throw new Error(`GET ${url} answered ${status}: ${body.slice(0, SHOWN)}`);
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  const format: Format | undefined = formatOf(type);
  const namespace = /http:\/\/schemas\.dmtf\.org\/cimi\/\d+/.exec(body)?.[0];
  const edition = editionOf(namespace ?? "");
  if (!format || !edition) throw new Error(`${url} is no Cloud Entry Point (${type}): ${body.slice(0, SHOWN)}`);
  return { seen: seenIn(body, { format, edition, title: "" }), edition };
}

/** Characters of an answer that a complaint shows. */
const SHOWN = 200;
