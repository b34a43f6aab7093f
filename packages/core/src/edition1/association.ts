import { InvalidValue, type Model, model, type Reference, type ResourceName, readCreate } from "@cimi-gateway/model";
import type { Cloud } from "../cloud.js";
import { checkMatch } from "../etag.js";
import { Refusal } from "../fault.js";
import { existing } from "../read/get.js";
import type { Route } from "../route.js";
import type { Session } from "../session.js";
import type { Prepared } from "../write/create.js";
import { checkState } from "../write/initial-state.js";
import { membershipOf } from "../write/membership.js";
import type { Message } from "../write/message.js";
import { referred } from "../write/references.js";
import { inPlace } from "../write/template.js";
import { ASSOCIATIONS } from "./associations.js";

const described: Model = model;

type Collection = Extract<Route, { kind: "collection" }>;
type Item = Extract<Route, { kind: "item" }>;

export const isAssociation = ({ link }: Collection | Item): boolean => link !== undefined && ASSOCIATIONS.has(link);

/** Whether what exists may enter, and leave, the Collection whose items are links of a type. */
export function associating(cloud: Cloud, link: string): { readonly insert: boolean; readonly remove: boolean } {
  const { type, attribute } = ASSOCIATIONS.get(link) ?? NONE;
  const held = membershipOf(cloud, type, attribute);
  return { insert: held?.insert !== undefined, remove: held?.remove !== undefined };
}

const NONE = { type: "", attribute: "" };

/** A POST of a link adds what exists to the Collection (edition 1, "usage"): an insert in edition 2. */
export async function prepareAssociation(session: Session, route: Collection, message: Message): Promise<Prepared> {
  checkOffered(session, route, "insert");
  const description = described[route.link!]!;
  const values = readCreate(message.body, description, message.reading);
  const [key] = Object.entries(description.attributes).find(([, { type }]) => type.target === route.type)!;
  const { href } = (values[key] ?? {}) as Reference;
  if (href === undefined) throw new InvalidValue(`is missing: an href to an ${route.type}`, [key]);
  const item = await inPlace(key, () => referred(session, href, route.type));
  const isIn = (await session.view.list(route.type, route.parent)).entities.some(({ path }) => path === item.path);
  if (isIn) throw new Refusal(409, "it is in this Collection already");
  const { intent, owner } = await change(session, route, "insert", item.nativeId);
  const created = `${route.collection}/${encodeURIComponent(item.id)}`;
  return { intent, action: "add", target: route.collection, created, affected: [owner, item.path] };
}

/** The DELETE of a link takes what it names out of the Collection; that itself stays. */
export async function prepareDissociation(session: Session, route: Item): Promise<Prepared> {
  checkOffered(session, route, "remove");
  const item = await existing(session, route);
  checkMatch(session.request.headers["if-match"], session.tags.state(item));
  const { intent, owner } = await change(session, route, "remove", item.nativeId);
  return { intent, action: "delete", target: route.path, affected: [owner, item.path] };
}

async function change(session: Session, { link, type, parent }: Collection | Item, kind: "insert" | "remove", item: string) {
  const association = ASSOCIATIONS.get(link!)!;
  const owner = await existing(session, { type: parent!.type, id: parent!.id, parent: parent!.within });
  checkState(owner.under!, parent!);
  const of = session.cloud.sources.get(type)!.over as ResourceName;
  const { type: behind, attribute } = association;
  const intent = { kind, type: behind, nativeId: owner.nativeId, attribute, item, of };
  return { intent, owner: owner.path };
}

function checkOffered({ cloud }: Session, { link, type, parent }: Collection | Item, kind: "insert" | "remove"): void {
  if (cloud.access === "full" && associating(cloud, link!)[kind]) return;
  const act = kind === "insert" ? "adds no" : "takes out no";
  throw new Refusal(405, `this cloud ${act} ${type} of a ${parent!.type}`, { headers: { Allow: "GET, HEAD, OPTIONS" } });
}
