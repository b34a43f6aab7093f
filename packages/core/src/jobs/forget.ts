import type { Context } from "@cimi-gateway/adapter";
import type { Store } from "@cimi-gateway/store";
import type { Cloud } from "../cloud.js";
import { pathsOf } from "../edition1/paths.js";
import { clearOverlays, unrefer } from "../read/kept-references.js";
import type { Intent, Named } from "./intent.js";

export type Deletion = Extract<Intent, { kind: "delete" }>;

/** Of what might go along with a deleted resource, what the cloud no longer has. */
export async function goneAlong(along: readonly Named[], { sources }: Cloud, context: Context): Promise<readonly Named[]> {
  const types = [...new Set(along.map(({ type }) => type))];
  const read = types.map(async (type) => {
    const named = along.filter((one) => one.type === type);
    const left = await sources.get(type)!.adapter.read(
      named.map(({ nativeId }) => nativeId),
      context,
    );
    return named.filter(({ nativeId }) => !left.has(nativeId));
  });
  return (await Promise.all(read)).flat();
}

/**
 * Forgets, at once or not at all, what was kept of deleted resources and whatever named them. It may be done again after a crash.
 *
 * @param updated when, in ISO 8601
 */
export async function forget(
  gone: readonly Named[],
  { scope, sources, model: types }: Cloud,
  store: Store,
  updated: string,
): Promise<void> {
  const native = gone.filter(({ type }) => !sources.get(type)!.kept);
  await store.transaction(async ({ records, overlays, identities }) => {
    for (const { type, nativeId } of native) {
      await overlays.delete(scope, type, nativeId);
      const id = (await identities.ids(scope, type, [nativeId])).get(nativeId);
      if (id !== undefined) await identities.forget(scope, type, id);
    }
    const paths = gone.flatMap(({ type, path }) => [...pathsOf(type, path)]);
    await unrefer({ records, scope, model: types }, paths, updated);
    await clearOverlays({ overlays, scope, model: types }, paths);
  });
}
