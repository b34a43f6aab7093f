import type { CreateRequest, Identity } from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";
import type { Making, Relabelling } from "./world/labels.js";
import type { AnyThing } from "./world/things.js";

export const identify = ({ id, marker }: AnyThing): Identity => ({ id, marker });

/** Table 5, and what the gateway adds. */
export const common = {
  name: ({ name }: AnyThing) => name,
  description: ({ description }: AnyThing) => description,
  created: ({ created }: AnyThing) => created,
  updated: ({ updated }: AnyThing) => updated,
  properties: ({ properties }: AnyThing) => properties,
  nativeId: ({ id }: AnyThing) => id,
  location: ({ zone }: AnyThing) => zone,
};

/** What every create says, natively; the marker comes with the step. */
export const makingOf = ({ name, description, properties, location }: CreateRequest<ResourceName>): Making => ({
  name,
  description,
  properties,
  zone: location,
});

type Labelled = Omit<Relabelling, "id">;

/** The labels among the changes. */
export const relabellingOf = (id: string, { name, description, properties }: Labelled): Relabelling => ({
  id,
  name,
  description,
  properties,
});
