import { capabilityUri, type Description, extensionCapabilityUri, type Values } from "@cimi-gateway/model";
import type { Cloud } from "../cloud.js";
import type { Limits } from "../types.js";

export type CapabilityValue = string | number | boolean;
export type Capabilities = Readonly<Record<string, CapabilityValue>>;

/** What a cloud needs to say for what it is capable of. */
export type Capable = Pick<Cloud, "sources" | "userData">;

/** Table 7 and the extensions of 5.11.1: what the cloud says of itself, and what the gateway does for every cloud. */
export function capabilitiesOf(description: Description, cloud: Capable, limits: Limits): readonly Values[] {
  const { name: type } = description;
  const added = cloud.sources.get(type)?.adapter.extensions?.capabilities ?? {};
  return [
    ...Object.entries(capabilitiesIn(description, cloud, limits)).map(([name, value]) => ({
      name,
      uri: capabilityUri(type, name, 2),
      value,
    })),
    ...limitsOf(type, limits),
    ...Object.entries(added).map(([name, capability]) => ({ name, ...capability })),
  ];
}

/** The capabilities of Table 7 that a type has, by name; what is false is none (5.11.1). */
export function capabilitiesIn(description: Description, cloud: Capable, limits: Limits): Capabilities {
  const adapter = cloud.sources.get(description.name)?.adapter;
  const injected = cloud.userData === "cimi" && adapter?.payload ? INJECTED : undefined;
  const own: Capabilities = { ...gatewayCapabilities(description, cloud, limits), ...injected, ...adapter?.capabilities };
  const held = description.capabilities.filter((name) => own[name] !== undefined && own[name] !== false);
  return Object.fromEntries(held.map((name) => [name, own[name]!]));
}

/** 5.14.3: the gateway sees to the file in the guest. What a cloud does of itself with userData is none of the three methods. */
const INJECTED: Capabilities = { UserData: "imgmod" };

function gatewayCapabilities({ name, template }: Description, { sources }: Capable, limits: Limits): Capabilities {
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

const ENTRY_POINT = (limits: Limits): Capabilities => ({
  ExpandParameter: true,
  FilterParameter: true,
  FirstParameter: true,
  SelectParameter: true,
  FormatParameter: true,
  OrderByParameter: true,
  QueryPathNotation: true,
  MaxPropertyItems: limits.maxPropertyItems,
  ValueScopes: true,
});

interface Limit {
  readonly value: (limits: Limits) => number;
  readonly description: string;
}

/** What a request meets that Table 7 has no capability for, by type and name. */
export const LIMIT_CAPABILITIES: Readonly<Record<string, Readonly<Record<string, Limit>>>> = {
  CloudEntryPoint: {
    MaxItems: { value: ({ maxItems }) => maxItems, description: "Items in one answer; the rest is had with $first and $last." },
    MaxParts: { value: ({ maxParts }) => maxParts, description: "Resources that one create request may make besides." },
    MaxBodySize: { value: ({ maxBody }) => maxBody, description: "Bytes of a request's body; more is answered 413." },
    MaxBodyDepth: { value: ({ reading }) => reading.depth, description: "Levels of a request's body." },
    MaxBodyElements: {
      value: ({ reading }) => reading.elements,
      description: "Elements of an XML body, members and items of a JSON one.",
    },
    MaxBodyAttributes: { value: ({ reading }) => reading.attributes, description: "Attributes of an XML body." },
    WriteWait: { value: ({ writeWait }) => writeWait, description: "Milliseconds after which a write is answered 202." },
    ListAge: {
      value: ({ listAge }) => listAge,
      description: "Milliseconds for which a list read from the cloud serves requests.",
    },
  },
  Job: {
    JobDeadline: { value: ({ jobDeadline }) => jobDeadline, description: "Milliseconds after which a Job has failed." },
  },
};

const limitsOf = (type: string, limits: Limits): readonly Values[] =>
  Object.entries(LIMIT_CAPABILITIES[type] ?? {}).map(([name, { value, description }]) => ({
    name,
    uri: extensionCapabilityUri(type, name),
    description,
    value: value(limits),
  }));
