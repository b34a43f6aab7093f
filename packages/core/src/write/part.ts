import type { Attributes, Values } from "@cimi-gateway/model";

/** Given at creation only. */
export const SET_ONCE: ReadonlySet<string> = new Set(["imageLocation", "type", "volume", "initialLocation"]);

/** What a consumer may say of a resource that is given by value inside another: read-only attributes are passed over (4.2.1.3). */
export const ofConsumer = (attributes: Attributes, values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => attributes[name]!.consumerWritable || SET_ONCE.has(name)));
