import type { Resource, Values } from "@cimi-gateway/model";

/** What something new is made from, in the words of its template's type. */
export const templateOf = <T extends "MachineTemplate" | "VolumeTemplate">(request: { readonly template: Values }): Resource<T> =>
  request.template as Resource<T>;
