import { randomUUID } from "node:crypto";
import type { CreateRequest } from "@cimi-gateway/adapter";
import {
  type Attributes,
  bodyType,
  type Description,
  InvalidValue,
  type Model,
  model,
  type Reference,
  type ResourceName,
  readCreate,
  shown,
  type Values,
} from "@cimi-gateway/model";
import { Refusal } from "../fault.js";
import type { Intent, Submission, VolumePlan } from "../jobs/intent.js";
import { previewOf } from "../jobs/operation.js";
import { existing } from "../read/get.js";
import { collectionOf, type Parent, type Route } from "../route.js";
import type { Session } from "../session.js";
import { attachment } from "./attach.js";
import { captured } from "./capture.js";
import { resolveConfiguration } from "./configuration.js";
import { checkState, initialState } from "./initial-state.js";
import { withKeyPair } from "./key-pair.js";
import type { Message } from "./message.js";
import { SET_ONCE } from "./part.js";
import { checkProperties } from "./properties.js";
import { nativeReference, resolveReferences } from "./references.js";
import { inPlace, mergedTemplate, overridden } from "./template.js";

const described: Model = model;

/** A checked write, with what only its synchronous answer shows (a private key). */
export interface Prepared extends Submission {
  readonly once?: Values;
}

type Collection = Extract<Route, { kind: "collection" }>;
type Create = Extract<Intent, { kind: "create" }>;

/** Checks and resolves a request to create (4.2.1.1), up to the point where only the cloud can still refuse it. */
export async function prepareCreate(session: Session, route: Collection, message: Message): Promise<Prepared> {
  const description = described[route.type]!;
  checkOffered(session, route);
  const nested = route.parent && collectionOf(route.parent.type, route.parent.attribute);
  if (nested?.inserts) return prepareConnected(session, route, message);
  const values = readCreate(message.body, description, message.reading);
  checkProperties(values, session.limits);
  return prepareValues(session, route, description, values, bodyType(message.body));
}

/**
 * An `add` to the volumes of a machine: in edition 1 a MachineVolume that names an existing Volume, in edition 2 a VolumeCreate,
 * whose Volume is made by a nested Job and connected (5.5.12.1).
 */
async function prepareConnected(session: Session, route: Collection, message: Message): Promise<Prepared> {
  const machine = await existing(session, { type: route.parent!.type, id: route.parent!.id });
  checkState(machine, route.parent!);
  const link = described[route.type]!;
  if (bodyType(message.body) !== "VolumeCreate") {
    return attachment(session, machine, readCreate(message.body, link, message.reading), {
      operation: "add",
      path: route.collection,
    });
  }
  const { initialLocation, ...values } = readCreate(message.body, described.Volume!, message.reading, accessoriesOf(link));
  checkProperties(values, session.limits);
  const plan = await volumePlan(session, { volumeTemplate: values.volumeTemplate, initialLocation });
  const request = { ...plan.request, ...commonOf(values) };
  const intent = {
    ...intentOf(route, {}, {}, { nativeId: machine.nativeId, parent: route.parent! }),
    volumes: [{ ...plan, request }],
  };
  return {
    intent,
    action: "add",
    target: route.collection,
    created: `volumes/${request.id}`,
    preview: previewOf({ ...intent, type: "Volume", request }),
  };
}

/** 5.5.12: what the Collection says of an item beside the item itself. */
const accessoriesOf = ({ attributes }: Description): Attributes => ({ initialLocation: attributes.initialLocation! });

async function prepareValues(
  session: Session,
  route: Collection,
  description: Description,
  values: Values,
  given: string | undefined,
): Promise<Prepared> {
  const capture = await captured(session, description, values);
  if (capture) return submission(route, capture);
  const { kept } = session.cloud.sources.get(route.type)!;
  const held = description.template ? await mergedTemplate(session, description, values) : writable(description, values, given);
  const common = commonOf(values);
  if (kept || isKeptOnCreate(session, route.type))
    return submission(route, intentOf(route, common, await keptTemplate(session, description, held)));
  return prepareNative(session, route, description, common, held);
}

/** A type of which the cloud has instances of its own while consumers' are kept by the gateway. */
const isKeptOnCreate = (session: Session, type: string): boolean =>
  session.cloud.adapter.resources[type as ResourceName] !== undefined &&
  session.cloud.adapter.resources[type as ResourceName]!.create === undefined;

async function prepareNative(
  session: Session,
  route: Collection,
  description: Description,
  common: Common,
  held: Values,
): Promise<Prepared> {
  const templateType = described[description.template?.type ?? description.name]!;
  const { volumeTemplates, ...template } = held as { volumeTemplates?: readonly Values[] } & Values;
  return atTemplate(description, async () => {
    const configured = await withConfigurations(session, templateType, template);
    const keys = await withKeyPair(templateType, configured.values);
    const resolved = await resolveReferences(session, templateType.attributes, keys.template, nativeReference);
    const ready =
      "initialState" in templateType.attributes
        ? { ...resolved, initialState: initialState(session, description, resolved) }
        : resolved;
    const parent = route.parent && (await parentOf(session, route.parent));
    const intent = intentOf(route, common, ready, parent, await volumePlans(session, volumeTemplates));
    return {
      ...submission(route, keys.once ? { ...intent, secret: true } : intent),
      ...(keys.once && { once: keys.once }),
      ...(configured.note !== undefined && { note: configured.note }),
    };
  });
}

/** Faults in a template are found under its name in the request. */
const atTemplate = <T>({ template }: Description, act: () => Promise<T>): Promise<T> =>
  template ? inPlace(template.attribute, act) : act();

/** Configurations by value or reference: a machine's becomes one of the cloud's own, a volume's is handed on by value. */
async function withConfigurations(
  session: Session,
  { attributes }: Description,
  values: Values,
): Promise<{ values: Values; note?: string }> {
  let [made, note] = [values, undefined as string | undefined];
  for (const [key, { type }] of Object.entries(attributes)) {
    const held = values[key] as Reference | undefined;
    if (held === undefined) continue;
    if (type.target === "MachineConfiguration") {
      const found = await inPlace(key, () => resolveConfiguration(session, held));
      [made, note] = [{ ...made, [key]: found.reference }, found.note];
    } else if (type.target === "VolumeConfiguration") {
      made = { ...made, [key]: { value: await inPlace(key, () => overridden(session, type.target!, held)) } };
    } else if (type.target !== undefined && held.value !== undefined) {
      throw new InvalidValue(`only a reference to a ${type.target} is accepted`, [key]);
    }
  }
  return { values: made, ...(note !== undefined && { note }) };
}

interface Common {
  readonly name?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, string>>;
  readonly location?: string;
}

function commonOf({ name, description, properties, location }: Values): Common {
  const given = Object.entries({ name, description, properties, location }).filter(
    ([, held]) => held !== undefined && held !== null,
  );
  return Object.fromEntries(given) as Common;
}

function intentOf(route: Collection, common: Common, template: Values, parent?: Native, volumes?: readonly VolumePlan[]): Create {
  const request = {
    id: randomUUID(),
    ...common,
    template,
    ...(parent && { parent: parent.nativeId }),
  } as CreateRequest<ResourceName>;
  return {
    kind: "create",
    type: route.type as ResourceName,
    request,
    ...(parent && { parent: parent.parent }),
    ...(volumes && volumes.length > 0 && { volumes }),
  };
}

function submission(route: Collection, intent: Create): Submission {
  return {
    intent,
    action: "add",
    target: route.collection,
    created: `${route.parent && described[route.type]!.collection === undefined ? route.collection : described[route.type]!.collection}/${intent.request.id}`,
    preview: previewOf(intent),
  };
}

/** What a consumer may say of a new resource that has no template: read-only attributes are ignored (4.2.1.3). */
function writable({ attributes }: Description, values: Values, given: string | undefined): Values {
  const own = Object.entries(values).filter(
    ([name, held]) => held !== null && (attributes[name]!.mutable || SET_ONCE.has(name)) && !COMMON.has(name),
  );
  for (const [name, { consumerMandatory }] of Object.entries(attributes)) {
    if (consumerMandatory && name !== "id" && values[name] === undefined)
      throw new InvalidValue(`is missing in the ${shown(given)}`, [name]);
  }
  return Object.fromEntries(own);
}

const COMMON: ReadonlySet<string> = new Set([
  "id",
  "name",
  "description",
  "properties",
  "location",
  "created",
  "updated",
  "parent",
  "resourceMetadata",
  "nativeId",
]);

/** What the gateway keeps holds CIMI paths, which stay good under every address. */
const keptTemplate = (session: Session, { attributes }: Description, values: Values): Promise<Values> =>
  resolveReferences(session, attributes, values, ({ path }) => ({ href: path }));

interface Native {
  readonly nativeId: string;
  readonly parent: Parent;
}

async function parentOf(session: Session, parent: Parent): Promise<Native> {
  const found = await session.view.find(parent.type, parent.id);
  if (!found) throw new Refusal(404, `there is no ${parent.type} of that id`);
  checkState(found, parent);
  return { nativeId: found.nativeId, parent: { ...parent, id: found.id } };
}

async function volumePlans(session: Session, templates: readonly Values[] = []): Promise<readonly VolumePlan[]> {
  const plans: VolumePlan[] = [];
  for (const [index, entry] of templates.entries()) {
    plans.push(await inPlace("volumeTemplates", () => inPlace(index, () => volumePlan(session, entry))));
  }
  return plans;
}

async function volumePlan(session: Session, { volumeTemplate, initialLocation }: Values): Promise<VolumePlan> {
  const volume = described.Volume!;
  const template = await mergedTemplate(session, volume, { volumeTemplate });
  const configured = await withConfigurations(session, described.VolumeTemplate!, template);
  const resolved = await resolveReferences(session, described.VolumeTemplate!.attributes, configured.values, nativeReference);
  return {
    ...(typeof initialLocation === "string" && { initialLocation }),
    request: { id: randomUUID(), template: resolved } as CreateRequest<"Volume">,
  };
}

function checkOffered(session: Session, { type, parent }: Collection): void {
  const source = session.cloud.sources.get(type);
  if (source?.adapter.create && session.cloud.access === "full") return;
  throw new Refusal(405, `this cloud cannot make a ${type}${parent ? ` of a ${parent.type}` : ""}`, {
    headers: { Allow: "GET, HEAD, OPTIONS" },
  });
}
