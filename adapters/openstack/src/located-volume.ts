import {
  type Context,
  gatherBy,
  nativeId,
  ProviderFault,
  type ResourceAdapter,
  reference,
  resourceAdapter,
} from "@cimi-gateway/adapter";
import { type Attached, attachedPages } from "./attached-volumes.js";
import { attach, detachStep, machineOf } from "./attachment.js";
import type { Cloud } from "./cloud.js";

/** 5.14.1.1.2: an attachment of a volume of Cinder that is a CIMI Volume; its id is the volume's. */
export const locatedVolume = (cloud: Cloud): ResourceAdapter<"locatedVolume", unknown> =>
  resourceAdapter<Attached>()("locatedVolume", {
    identify: ({ volume }) => ({ id: volume.id }),
    attributes: {
      initialLocation: ({ device }) => device,
      volume: ({ volume }) => reference("Volume", volume.id),
      nativeId: ({ volume }) => volume.id,
      location: ({ server }) => server.zone,
    },
    list: ({ parent }, context) => locatedPages(cloud, parent === undefined ? undefined : [parent], context),
    listWithin: (parents, context) => gatherBy(locatedPages(cloud, parents, context), ({ server }) => server.id),
    async read(ids, context, parent) {
      const found = new Map<string, Attached>();
      for await (const page of locatedPages(cloud, parent === undefined ? undefined : [parent], context))
        for (const located of page) if (ids.includes(located.volume.id)) found.set(located.volume.id, located);
      return found;
    },
    create({ parent, template: { volume, initialLocation } }, context) {
      if (!volume) throw new ProviderFault("invalid", "the request lacks the volume to connect");
      return attach(cloud, context, machineOf(parent), nativeId(volume), { device: initialLocation }, "create");
    },
    delete: (id, context, parent) => detachStep(cloud, context, machineOf(parent), id, "delete"),
  });

/** Of these machines; of all when left out. */
async function* locatedPages(
  cloud: Cloud,
  machines: readonly string[] | undefined,
  context: Context,
): AsyncGenerator<readonly Attached[]> {
  for await (const page of attachedPages(cloud, machines, context)) yield page.filter(({ isDisk }) => !isDisk);
}
