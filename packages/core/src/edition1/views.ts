import type { Model, Values } from "@cimi-gateway/model";
import { resourceMetadataView } from "./resource-metadata.js";
import { sampleView } from "./sample.js";

/** Types that edition 1 writes in another form, which follows from the values alone; what it takes a look around to tell is in `retold.ts`. */
export const VIEWS: Readonly<Record<string, (values: Values, model: Model) => Values>> = {
  ResourceMetadata: resourceMetadataView,
  Sample: sampleView,
};
