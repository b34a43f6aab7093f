import { type Model, model, type Representation } from "@cimi-gateway/model";
import type { Session } from "./session.js";

const described: Model = model;

/** 5.12: the Collections of what this cloud serves; it is never deleted (7.1). */
export function entryPoint({ cloud, face }: Session): Representation {
  const listed = Object.entries(described.CloudEntryPoint!.attributes).flatMap(([key, { type }]) =>
    type.collects && cloud.sources.has(type.target!) ? [[key, { href: key }] as const] : [],
  );
  return {
    type: "CloudEntryPoint",
    values: {
      id: "cloudEntryPoint",
      name: cloud.name,
      description: `CIMI Cloud Entry Point of the cloud ${cloud.name}`,
      baseURI: face.base,
      ...Object.fromEntries(listed),
    },
    operations: [],
  };
}
