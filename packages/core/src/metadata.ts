import {
  type Attribute,
  actionUri,
  capabilityUri,
  type Description,
  type Model,
  mediaTypeOf,
  model,
  typeUri,
  type Values,
} from "@cimi-gateway/model";
import { toldInFirst } from "./edition1/told.js";
import type { AnyResourceAdapter, Source } from "./read/source.js";
import { servesOperation } from "./represent.js";
import type { Limits, UserData } from "./types.js";

const described: Model = model;

interface Metadata {
  readonly id: string;
  readonly values: Values;
}

/** 5.11: for each served type what the model says, cut down to what the cloud can do. It never changes while the gateway runs. */
export function metadataAdapter(
  sources: ReadonlyMap<string, Source>,
  limits: Limits,
  userData: UserData = "provider",
): AnyResourceAdapter {
  let made: ReadonlyMap<string, Metadata> | undefined;
  const all = () =>
    (made ??= new Map(["CloudEntryPoint", ...sources.keys()].map((type) => [type, metadataOf(type, sources, limits, userData)])));
  return {
    identify: (native) => ({ id: (native as Metadata).id }),
    attributes: Object.fromEntries(
      SHOWN.map((key) => [key, (native: Metadata) => native.values[key]]),
    ) as AnyResourceAdapter["attributes"],
    async *list() {
      yield [...all().values()];
    },
    read: async (ids) => new Map(ids.flatMap((id) => (all().has(id) ? [[id, all().get(id)!] as const] : []))),
  };
}

const SHOWN = ["name", "typeURI", "attributes", "vscope", "capabilities", "actions"] as const;

function metadataOf(type: string, sources: ReadonlyMap<string, Source>, limits: Limits, userData: UserData): Metadata {
  const description = described[type]!;
  const source = sources.get(type);
  const values = {
    name: type,
    typeURI: typeUri(type, 2),
    attributes: attributesOf(description, sources),
    ...(source?.adapter.scope && { vscope: source.adapter.scope }),
    capabilities: capabilitiesOf(description, sources, limits, userData),
    actions: actionsOf(description, sources),
  };
  return { id: type, values };
}

/** Every attribute that is supported, with its constraints (5.3). An entry point supports what it lists. */
function attributesOf({ attributes, name }: Description, sources: ReadonlyMap<string, Source>): readonly Values[] {
  const supported = sources.get(name)?.adapter.attributes as object | undefined;
  const told = toldInFirst(name, sources);
  return Object.entries(attributes)
    .filter(([key]) => key === "id" || key === "parent" || !supported || key in supported || told.has(key))
    .filter(([, { type }]) => supported || !type.collects || sources.has(type.target!))
    .filter(([key]) => name !== "CloudEntryPoint" || key !== "nativeId")
    .map(([key, attribute]) => constraintsOf(key, attribute));
}

const constraintsOf = (name: string, { namespace, type, ...traits }: Attribute<unknown>): Values => ({
  name,
  ...(namespace !== undefined && { namespace, type: type.label }),
  required: traits.consumerMandatory,
  providerMandatory: traits.providerMandatory,
  consumerMandatory: traits.consumerMandatory,
  mutable: traits.mutable,
  consumerWritable: traits.consumerWritable && traits.mutable,
});

export type CapabilityValue = string | number | boolean;

/** Table 7: what the cloud says of itself, and what the gateway does for every cloud. */
const capabilitiesOf = (
  description: Description,
  sources: ReadonlyMap<string, Source>,
  limits: Limits,
  userData: UserData,
): readonly Values[] =>
  Object.entries(capabilitiesIn(description, sources, limits, userData)).map(([name, value]) => ({
    name,
    uri: capabilityUri(description.name, name, 2),
    value,
  }));

/** The capabilities of a type that there are, by name; what is false is none. */
export function capabilitiesIn(
  description: Description,
  sources: ReadonlyMap<string, Source>,
  limits: Limits,
  userData: UserData = "provider",
): Readonly<Record<string, CapabilityValue>> {
  const injected = userData === "cimi" && sources.get(description.name)?.adapter.payload ? INJECTED : undefined;
  const own = {
    ...gatewayCapabilities(description, sources, limits),
    ...injected,
    ...sources.get(description.name)?.adapter.capabilities,
  };
  const held = description.capabilities.filter((name) => own[name] !== undefined && own[name] !== false);
  return Object.fromEntries(held.map((name) => [name, own[name]!]));
}

/** 5.14.3: the gateway sees to the file in the guest. What a cloud does of itself with userData is none of the three methods. */
const INJECTED: Readonly<Record<string, CapabilityValue>> = { UserData: "imgmod" };

function gatewayCapabilities(
  { name, template }: Description,
  sources: ReadonlyMap<string, Source>,
  limits: Limits,
): Readonly<Record<string, CapabilityValue>> {
  if (name === "CloudEntryPoint") return ENTRY_POINT(limits);
  if (name === "Job") return { JobRetention: limits.jobRetention };
  const create = sources.get(name)?.adapter.create !== undefined;
  return {
    ...(create && template && { [`${template.type}ByValue`]: true }),
    ...(create && name === "Machine" && { MachineConfigByValue: true, MachineVolumeTemplatesByValue: sources.has("Volume") }),
    ...(create &&
      name === "Volume" && {
        VolumeConfigByValue: true,
        VolumeSnapshot: "snapshot" in (sources.get(name)!.adapter.operations ?? {}),
      }),
  };
}

const ENTRY_POINT = (limits: Limits): Readonly<Record<string, CapabilityValue>> => ({
  ExpandParameter: true,
  FilterParameter: true,
  FirstParameter: true,
  SelectParameter: true,
  FormatParameter: true,
  OrderByParameter: true,
  QueryPathNotation: true,
  MaxPropertyItems: limits.maxPropertyItems,
});

/** All operations defined of the type, with the verb and the media types by which they are asked for. */
function actionsOf(description: Description, sources: ReadonlyMap<string, Source>): readonly Values[] {
  const source = sources.get(description.name);
  return Object.keys(description.operations)
    .filter((name) => source && servesOperation(sources, source, name))
    .map((name) => ({
      name,
      uri: actionUri(name, 2),
      method: "POST",
      inputMessage: mediaTypeOf("json"),
      outputMessage: mediaTypeOf("json"),
    }));
}
