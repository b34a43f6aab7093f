import type { Values } from "@cimi-gateway/model";
import { resourceMetadataView } from "./resource-metadata.js";
import { sampleView } from "./sample.js";

/** Types of which edition 1 shows other values than edition 2, beyond what the traits of the model say. */
export const VIEWS: Readonly<Record<string, (values: Values) => Values>> = {
  ResourceMetadata: resourceMetadataView,
  Sample: sampleView,
};
