import { type Attribute, type Description, mediaTypeOf, typeUri, type Values } from "@cimi-gateway/model";
import type { Cloud } from "../cloud.js";
import { toldInFirst } from "../edition1/told.js";
import { servesOperation, uriOf } from "../represent.js";
import type { Limits } from "../types.js";
import { capabilitiesOf } from "./capabilities.js";

export type Described = Pick<Cloud, "sources" | "model" | "userData">;

/** What a cloud itself says of a type. */
export interface OwnMetadata {
  /** The type's name. */
  readonly id: string;
  readonly values: Values;
}

/** 5.11: for each served type what the model says, cut down to what the cloud can do. */
export const describedTypes = (cloud: Described, limits: Limits): ReadonlyMap<string, OwnMetadata> =>
  new Map([...new Set(["CloudEntryPoint", ...cloud.sources.keys()])].map((type) => [type, metadataOf(type, cloud, limits)]));

function metadataOf(type: string, cloud: Described, limits: Limits): OwnMetadata {
  const description = cloud.model[type]!;
  const source = cloud.sources.get(type);
  const values = {
    name: type,
    typeURI: typeUri(type, 2),
    attributes: attributesOf(description, cloud),
    ...(source?.adapter.scope && { vscope: source.adapter.scope }),
    capabilities: capabilitiesOf(description, cloud, limits),
    actions: actionsOf(description, cloud),
  };
  return { id: type, values };
}

/** Every attribute that is supported, with its constraints (5.3). */
function attributesOf({ attributes, name }: Description, { sources }: Described): readonly Values[] {
  const supported = (sources.get(name)?.adapter.attributes ?? {}) as object;
  const told = toldInFirst(name, sources);
  return Object.entries(attributes)
    .filter(([key]) => key === "id" || key === "parent" || key in supported || told.has(key))
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

/** All operations defined of the type, with the verb and the media types by which they are asked for. */
function actionsOf(description: Description, cloud: Described): readonly Values[] {
  const source = cloud.sources.get(description.name);
  return Object.keys(description.operations)
    .filter((name) => source && servesOperation(cloud, source, name))
    .map((name) => ({
      name,
      uri: uriOf(description, name, 2),
      method: "POST",
      inputMessage: mediaTypeOf("json"),
      outputMessage: mediaTypeOf("json"),
    }));
}
