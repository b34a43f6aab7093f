import {
  type Attributes,
  attribute,
  InvalidValue,
  type Model,
  model,
  type Reference,
  type ResourceName,
  readAction,
  ref,
  singular,
  type Values,
} from "@cimi-gateway/model";
import { Refusal } from "../fault.js";
import type { Entity } from "../read/entity.js";
import { existing } from "../read/get.js";
import type { Route } from "../route.js";
import type { Session } from "../session.js";
import type { Prepared } from "./create.js";
import { checkState } from "./initial-state.js";
import type { Message } from "./message.js";
import { referred } from "./references.js";
import { inPlace } from "./template.js";

const described: Model = model;

type Collection = Extract<Route, { kind: "collection" }>;
type Kind = "insert" | "remove";

/** 5.5.12.2, 5.5.12.3: an existing resource enters or leaves a Collection whose items exist without it. */
export async function prepareMembership(session: Session, route: Collection, message: Message): Promise<Prepared> {
  const { parent } = route;
  if (!parent) throw new InvalidValue("this Collection takes no insert and no remove");
  const name = singular(parent.attribute);
  const input: Attributes = { [name]: attribute(ref(route.type), { accepted: [itemName(route.type)] }) };
  const request = readAction(message.body, message.reading, (action) => (isKind(action) ? input : undefined));
  const kind = request.name as Kind;
  checkOffered(session, route, kind);
  const owner = await existing(session, { type: parent.type, id: parent.id });
  checkState(owner, parent);
  const item = await inPlace(name, () => itemOf(session, request.input, name, route.type));
  await checkMembership(session, route, item, kind);
  const place = { of: route.type as ResourceName, attribute: parent.attribute, item: item.nativeId };
  return {
    intent: { kind, type: parent.type as ResourceName, nativeId: owner.nativeId, ...place },
    action: kind,
    target: route.collection,
    affected: [owner.path, item.path],
  };
}

const isKind = (action: string): action is Kind => action === "insert" || action === "remove";

/** 5.5.12.2 names the item in lower camel case: `volume` for a Volume. */
const itemName = (type: string): string => type.charAt(0).toLowerCase() + type.slice(1);

async function itemOf(session: Session, input: Values, name: string, type: string): Promise<Entity> {
  const { href } = (input[name] ?? {}) as Reference;
  if (href === undefined) throw new InvalidValue(`is missing: an href to a ${described[type]!.name}`);
  return referred(session, href, type);
}

function checkOffered({ cloud, representer }: Session, { type, parent }: Collection, kind: Kind): void {
  if (cloud.access === "full" && representer.membership(cloud.sources.get(type)!, parent!)[kind]) return;
  throw new Refusal(405, `this cloud has no ${kind} for the ${parent!.attribute} of a ${parent!.type}`, {
    headers: { Allow: "GET, HEAD, POST, OPTIONS" },
  });
}

async function checkMembership(session: Session, { type, parent }: Collection, { path }: Entity, kind: Kind): Promise<void> {
  const isIn = (await session.view.list(type, parent)).entities.some((entity) => entity.path === path);
  if (isIn !== (kind === "insert")) return;
  throw new Refusal(409, isIn ? "it is in this Collection already" : "it is not in this Collection");
}
