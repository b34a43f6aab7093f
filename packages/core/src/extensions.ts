import type { AnyResourceAdapter } from "./read/source.js";

/** 5.1: what a cloud adds to a type stands among what CIMI defines: from here on nothing knows the one from the other. */
export function withExtensions(adapter: AnyResourceAdapter): AnyResourceAdapter {
  const { attributes = {}, operations = {} } = adapter.extensions ?? {};
  if (!adapter.extensions) return adapter;
  const readers = Object.entries(attributes).map(([name, attribute]) => [name, (native: unknown) => attribute.read(native)]);
  return {
    ...adapter,
    attributes: { ...adapter.attributes, ...Object.fromEntries(readers) },
    operations: { ...adapter.operations, ...operations } as NonNullable<AnyResourceAdapter["operations"]>,
  };
}
