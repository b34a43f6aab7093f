import type { Accepted } from "@cimi-gateway/adapter";
import type { Values } from "@cimi-gateway/model";
import type { Operation, Store } from "@cimi-gateway/store";
import { besideNew } from "../beside.js";
import type { Cloud } from "../cloud.js";
import type { Intent } from "./intent.js";
import { change, putOverlay } from "./rows.js";

interface Where {
  readonly store: Store;
  readonly cloud: Cloud;
}

/** What a cloud accepted is stored before anything else happens: from here on the resource is known, and what is kept beside it. */
export async function recordAccepted(
  { store, cloud }: Where,
  operation: Operation,
  intent: Intent,
  accepted: Accepted,
): Promise<void> {
  const { id, requestId } = accepted;
  const { type } = intent;
  const kept = cloud.sources.get(type)?.kept ?? false;
  await store.transaction(async (bound) => {
    if (intent.kind === "create" && !kept && operation.created?.endsWith(`/${intent.request.id}`))
      await bound.identities.assign(cloud.scope, type, intent.request.id, id);
    const beside = besideOf(intent, accepted, kept);
    if (Object.keys(beside).length > 0) await putOverlay(bound, cloud, type, id, beside);
    await change(bound, cloud, operation.id, (held) => ({
      details: {
        ...(held.details as object),
        ...(kept ? {} : { nativeId: id }),
        ...(requestId !== undefined && { nativeRequestId: requestId }),
      },
    }));
  });
}

const besideOf = (intent: Intent, { overlay }: Accepted, kept: boolean): Values => ({
  ...overlay,
  ...(intent.kind === "create" && !kept && besideNew(intent.metadata)),
});
