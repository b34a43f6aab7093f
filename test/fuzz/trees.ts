import { bytesOf, textOf } from "./asked.js";

/** A change to one node of a body, JSON or XML; the node is a share of all of them, in thousandths. */
export interface TreeChange {
  readonly at: number;
  readonly value: unknown;
  readonly how: "replace" | "remove" | "rename" | "repeat" | "nest";
}

/** A body that is neither stays as it is. */
export function changedTree(body: string, change: TreeChange): string {
  if (body.startsWith("<")) return changedXml(body, change);
  try {
    const held: unknown = JSON.parse(textOf(body));
    return typeof held === "object" && held !== null ? bytesOf(changedJson(held, change)) : body;
  } catch {
    return body;
  }
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function placesIn(holder: object): readonly Place[] {
  return Object.entries(holder).flatMap(([key, held]) => [
    { holder: holder as Record<string, unknown>, key },
    ...(typeof held === "object" && held !== null ? placesIn(held) : []),
  ]);
}

const chosen = <T>(all: readonly T[], at: number): T | undefined => all[Math.floor(((all.length - 1) * at) / 1_000)];

function changedJson(root: object, { at, value, how }: TreeChange): string {
  const place = chosen(placesIn(root), at);
  if (!place) return JSON.stringify(root);
  const { holder, key } = place;
  const before = holder[key];
  if (how === "replace") holder[key] = value;
  if (how === "remove") delete holder[key];
  if (how === "nest") holder[key] = { [key]: before };
  if (how === "rename")
    Object.defineProperty(holder, String(value).slice(0, 40), { value: before, enumerable: true, configurable: true });
  const text = JSON.stringify(root);
  // An object cannot hold a name twice; its text can.
  return how === "repeat" ? text.replace(/\}$/, `,${JSON.stringify(key)}:${JSON.stringify(value)}}`) : text;
}

const ELEMENT = /<([\w:]+)([^<>]*?)(?:\/>|>([^<]*)<\/\1>)/g;

/** Elements that hold no others are changed, or one is put around them. */
function changedXml(body: string, { at, value, how }: TreeChange): string {
  const found = chosen([...body.matchAll(ELEMENT)], at);
  if (!found) return body;
  const [whole, name = "", attributes = ""] = found;
  const text = typeof value === "string" ? bytesOf(escaped(value)) : JSON.stringify(value);
  const other = {
    replace: `<${name}${attributes}>${text}</${name}>`,
    remove: "",
    rename: `<extra${attributes}>${text}</extra>`,
    repeat: whole + whole,
    nest: `<${name} href="${text.replaceAll('"', "")}">${whole}</${name}>`,
  }[how];
  return body.slice(0, found.index) + other + body.slice(found.index + whole.length);
}

const escaped = (text: string): string => text.replace(/[&<]/g, (sign) => `&#${sign.charCodeAt(0)};`);
