import type { CreateRequest, Identity } from "@cimi-gateway/adapter";
import type { Resource, ResourceName, Values } from "@cimi-gateway/model";
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

/** What the new thing is made from, in the words of its template's type. */
export const templateOf = <T extends "MachineTemplate" | "VolumeTemplate">({
  template,
}: {
  readonly template: Values;
}): Resource<T> => template as Resource<T>;

type Labelled = Omit<Relabelling, "id">;

/** The labels among the changes. */
export const relabellingOf = (id: string, { name, description, properties }: Labelled): Relabelling => ({
  id,
  name,
  description,
  properties,
});
