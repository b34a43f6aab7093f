import { formatOf, readXmlDocument, type XmlElement } from "@cimi-gateway/model";
import { type Asked, headerOf } from "./asked.js";
import type { Answer } from "./exchange.js";

/** A list is longer than anything that a gateway accepts. */
const LIMITS = { depth: 64, elements: 1_000_000, attributes: 1_000_000 };

/** What the cloud's script alone can cause. */
const OF_THE_CLOUD: ReadonlySet<number> = new Set([501, 503]);

export interface Judging {
  /** What every href begins with. */
  readonly base: RegExp;
  /** Whether the cloud fails now and then, as its script says. */
  readonly scripted: boolean;
  /** Whether what was sent is the request that was meant. */
  readonly framed: boolean;
}

/** What is wrong with an answer (RELIABILITY 22, 28, 30, 57); nothing: it is as it has to be. */
export function faultsOf(
  asked: Asked,
  { status, headers, body }: Answer,
  { base, scripted, framed }: Judging,
): readonly string[] {
  const faults: string[] = [];
  if (status >= 500 && !(scripted && OF_THE_CLOUD.has(status))) faults.push(`${status} is no answer to what a consumer sends`);
  if (/node_modules|\.[jt]s:\d+|\bat \w+ \(/.test(body)) faults.push("the answer shows where in the code it was made");
  for (const name of ["location", "cimi-job-uri"])
    if (headers[name] !== undefined && !base.test(headers[name])) faults.push(`${name} is ${headers[name]}`);
  if (body === "") return faults;
  const format = formatOf(headers["content-type"] ?? "");
  if (format === undefined) return status < 400 ? faults : [...faults, `an error in ${headers["content-type"]} (4.2.2)`];
  const wanted = formatOf(headerOf(asked, "accept") ?? "");
  if (framed && status >= 400 && wanted !== undefined && !/format/i.test(asked.target) && wanted !== format)
    faults.push(`an error in ${format}, where ${wanted} was asked for (4.2.2)`);
  try {
    faults.push(...(format === "json" ? jsonFaults(body, status, base) : xmlFaults(body, status, base)));
  } catch (error) {
    faults.push(`the ${format} cannot be read: ${(error as Error).message}`);
  }
  return faults;
}

function jsonFaults(body: string, status: number, base: RegExp): readonly string[] {
  const shown = JSON.parse(body) as Readonly<Record<string, unknown>>;
  const isJob = /\/Job$/.test(String(shown.resourceURI)) && shown.state === "FAILED" && shown.returnCode === 10_000 + status;
  return [...(status >= 400 && !isJob ? ["an error that is no Job (4.2.2)"] : []), ...strayHrefs(hrefsInJson(shown), base)];
}

/** Not among what consumers name as they like. */
const FREE: ReadonlySet<string> = new Set(["properties", "parameters"]);

const hrefsInJson = (held: unknown): readonly string[] =>
  typeof held !== "object" || held === null
    ? []
    : Object.entries(held).flatMap(([name, value]) => {
        if (name === "href") return [String(value)];
        return FREE.has(name) ? [] : hrefsInJson(value);
      });

function xmlFaults(body: string, status: number, base: RegExp): readonly string[] {
  const root = readXmlDocument(body, LIMITS);
  const text = (name: string) => root.children.find((child) => child.name === name)?.text;
  const isJob = root.name === "Job" && text("state") === "FAILED" && text("returnCode") === String(10_000 + status);
  return [...(status >= 400 && !isJob ? ["an error that is no Job (4.2.2)"] : []), ...strayHrefs(hrefsInXml(root), base)];
}

const hrefsInXml = ({ attributes, children }: XmlElement): readonly string[] => [
  ...(attributes.has("href") ? [attributes.get("href")!] : []),
  ...children.flatMap(hrefsInXml),
];

const strayHrefs = (hrefs: readonly string[], base: RegExp): readonly string[] =>
  [...new Set(hrefs)].filter((href) => !base.test(href)).map((href) => `an href that is not under the base: ${href}`);
