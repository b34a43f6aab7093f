import { withBeside } from "./beside.js";
import type { AnyResourceAdapter } from "./read/source.js";

/** 5.1: what a cloud adds to a type stands among what CIMI defines: from here on nothing knows the one from the other. */
export function withExtensions(adapter: AnyResourceAdapter): AnyResourceAdapter {
  const { attributes = {}, operations = {} } = adapter.extensions ?? {};
  const mapped = withBeside(adapter.attributes);
  if (!adapter.extensions) return { ...adapter, attributes: mapped };
  const readers = Object.entries(attributes).map(([name, attribute]) => [name, (native: unknown) => attribute.read(native)]);
  return {
    ...adapter,
    attributes: { ...mapped, ...Object.fromEntries(readers) },
    operations: { ...adapter.operations, ...operations } as NonNullable<AnyResourceAdapter["operations"]>,
  };
}
