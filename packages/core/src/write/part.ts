import { type Model, model, type Values } from "@cimi-gateway/model";

const described: Model = model;

/** Given at creation only. */
export const SET_ONCE: ReadonlySet<string> = new Set(["imageLocation", "type", "volume", "initialLocation"]);

/** What a consumer may say of a resource that is given by value inside another: read-only attributes are passed over (4.2.1.3). */
export function ofConsumer(type: string, values: Values): Values {
  const { attributes } = described[type]!;
  return Object.fromEntries(Object.entries(values).filter(([name]) => attributes[name]!.consumerWritable || SET_ONCE.has(name)));
}
