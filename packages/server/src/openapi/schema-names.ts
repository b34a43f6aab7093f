import type { Edition } from "@cimi-gateway/model";

/** A pointer to something under `components`. */
export type Pointer = { readonly $ref: string };

export const pointer = (group: string, name: string): Pointer => ({ $ref: `#/components/${group}/${name}` });

/** `Machine-2`: the schema of what edition 2 calls a Machine. */
export const schemaName = (type: string, edition: Edition): string => `${type}-${edition}`;
export const createName = (type: string, edition: Edition): string => `${type}Create-${edition}`;
export const collectionName = (type: string, edition: Edition): string => `${type}Collection-${edition}`;
export const actionName = (type: string, operation: string, edition: Edition): string => `${type}.${operation}-${edition}`;
