import { type Edition, isForeign, type Model, model, nameIn, shapeOf } from "@cimi-gateway/model";
import type { Consumer } from "../consumer.js";
import type { Added, Offer } from "../presence.js";
import { linkOf, type Seen } from "../seen.js";

const described: Model = model;

/** Offers that are still being found out. */
export interface Finding extends Offer {
  readonly functions: Set<string>;
}

/** What a service says of itself: its ResourceMetadata (5.11), and the Collections of its entry point that take in new resources. */
export async function offersOfService(consumer: Consumer): Promise<Map<string, Finding>> {
  const { edition } = consumer.dialect;
  const offers = new Map<string, Finding>();
  for (const metadata of await consumer.items("resourceMetadata")) {
    const type = typeOf(metadata, edition);
    if (type !== undefined) offers.set(type, offerOf(metadata, type, edition));
  }
  const entry = await consumer.get(consumer.entryPoint);
  if (linkOf(entry, "edit")) offers.get("CloudEntryPoint")?.functions.add("update");
  for (const { name, collection } of Object.values(described).flatMap((description) => description ?? [])) {
    const href = collection === undefined ? undefined : entry.href(collection);
    if (href === undefined) continue;
    const offer = offers.get(name) ?? nothing();
    offers.set(name, offer);
    if (linkOf(await consumer.get(`${href}?$first=1&$last=1`), "add")) offer.functions.add("create");
  }
  return offers;
}

const nothing = (): Finding => ({ attributes: new Set(), functions: new Set(), capabilities: new Map() });

/** The model's name of the type; a type that it does not know, nobody tests. */
function typeOf(metadata: Seen, edition: Edition): string | undefined {
  const name = metadata.text("typeURI")?.replace(/^.*\//, "");
  return Object.values(described).find((description) => nameIn(description!, edition) === name)?.name;
}

function offerOf(metadata: Seen, type: string, edition: Edition): Finding {
  const names = (parts: string): readonly string[] => metadata.parts(parts).flatMap((part) => part.text("name") ?? []);
  const { byJsonName } = shapeOf(described[type]!, edition);
  const capabilities = metadata
    .parts("capabilities")
    .flatMap((one) => [[one.text("name") ?? one.text("uri")?.replace(/^.*\//, "") ?? "", one.text("value") ?? ""] as const]);
  return {
    attributes: new Set(names("attributes").map((name) => byJsonName.get(name)?.key ?? name)),
    functions: new Set(names("actions")),
    capabilities: new Map(capabilities.filter(([, value]) => value !== "" && value !== "false")),
    added: addedIn(metadata),
  };
}

/** 5.1: what has a namespace, or a URI, that is not CIMI's. */
function addedIn(metadata: Seen): Added {
  const uris = (parts: string): readonly string[] =>
    metadata.parts(parts).flatMap((part) => (part.text("uri")?.startsWith(CIMI) === false ? [part.text("uri")!] : []));
  const attributes = metadata.parts("attributes").flatMap((part) => {
    const [name, namespace, type] = ["name", "namespace", "type"].map((text) => part.text(text));
    return name && namespace && type && isForeign(namespace) ? [[name, { namespace, type }] as const] : [];
  });
  return { attributes: new Map(attributes), operations: uris("actions"), capabilities: uris("capabilities") };
}

const CIMI = "http://schemas.dmtf.org/cimi/";
