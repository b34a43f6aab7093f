import { ProviderFault } from "@cimi-gateway/adapter";
import type { AnyResourceAdapter } from "./source.js";

interface Tagged {
  readonly from: "cloud" | "kept";
  readonly native: object;
}

/** A type of which the cloud has its own resources, which nobody changes, while the gateway keeps those that consumers make. */
export function joinedAdapter(cloud: AnyResourceAdapter, kept: AnyResourceAdapter): AnyResourceAdapter {
  const memory = new WeakMap<object, Tagged>();
  const tag = (from: Tagged["from"]) => (native: unknown) => {
    const known = memory.get(native as object) ?? { from, native: native as object };
    memory.set(native as object, known);
    return known;
  };
  const side = (native: unknown): AnyResourceAdapter => ((native as Tagged).from === "cloud" ? cloud : kept);
  const isKept = (native: unknown): boolean => (native as Tagged).from === "kept";
  return {
    ...kept,
    identify: (native) => ({ id: side(native).identify((native as Tagged).native).id }),
    attributes: bothMappings(cloud, kept),
    async *list(query, context) {
      for await (const page of cloud.list(query, context)) yield page.map(tag("cloud"));
      for await (const page of kept.list(query, context)) yield page.map(tag("kept"));
    },
    async read(ids, context) {
      const own = await kept.read(ids, context);
      const rest = ids.filter((id) => !own.has(id));
      const native = rest.length === 0 ? new Map<string, unknown>() : await cloud.read(rest, context);
      return new Map([
        ...[...own].map(([id, held]) => [id, tag("kept")(held)] as const),
        ...[...native].map(([id, held]) => [id, tag("cloud")(held)] as const),
      ]);
    },
    editable: isKept,
    deletable: isKept,
    delete: async (id, context) => {
      if (!(await kept.read([id], context)).has(id))
        throw new ProviderFault("conflict", "the cloud's own resources cannot be deleted");
      return kept.delete!(id, context);
    },
  };
}

type Readers = Readonly<Record<string, ((native: unknown) => unknown) | undefined>>;

function bothMappings(cloud: AnyResourceAdapter, kept: AnyResourceAdapter): AnyResourceAdapter["attributes"] {
  const [first, second] = [cloud.attributes as Readers, kept.attributes as Readers];
  const keys = new Set([...Object.keys(second), ...Object.keys(first)]);
  const read = (key: string) => (tagged: Tagged) => (tagged.from === "cloud" ? first : second)[key]?.(tagged.native);
  return Object.fromEntries([...keys].map((key) => [key, read(key)])) as AnyResourceAdapter["attributes"];
}
