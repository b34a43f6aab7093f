import { type Edition, type Model, model, nameIn, shapeOf } from "@cimi-gateway/model";
import type { Consumer } from "../consumer.js";
import type { Offer } from "../presence.js";
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
  };
}
