import {
  type Context,
  gatherBy,
  nativeId,
  ProviderFault,
  type ResourceAdapter,
  reference,
  resourceAdapter,
} from "@cimi-gateway/adapter";
import { type Attached, attachedTo, type Machines, machinesIn, mayBeVolume, serversOf } from "./attached-volumes.js";
import { attach, detachStep, machineOf } from "./attachment.js";
import type { Cloud } from "./cloud.js";
import type { Server } from "./server.js";

/** 5.14.1.1.2: an attachment of a volume of Cinder that is a CIMI Volume; its id is the volume's. */
export const locatedVolume = (cloud: Cloud): ResourceAdapter<"locatedVolume", unknown> =>
  resourceAdapter<Attached, Server>()("locatedVolume", {
    identify: ({ volume }) => ({ id: volume.id }),
    attributes: {
      initialLocation: ({ device }) => device,
      volume: ({ volume }) => reference("Volume", volume.id),
      nativeId: ({ volume }) => volume.id,
      location: ({ server }) => server.zone,
    },
    list: ({ parent, holder }, context) => locatedPages(cloud, machinesIn(parent, holder), context),
    listWithin: (ids, context, known) => gatherBy(locatedPages(cloud, { ids, known }, context), ({ server }) => server.id),
    async read(ids, context, parent) {
      const found = new Map<string, Attached>();
      for await (const page of locatedPages(cloud, machinesIn(parent), context))
        for (const located of page) if (ids.includes(located.volume.id)) found.set(located.volume.id, located);
      return found;
    },
    create({ parent, template: { volume, initialLocation } }, context) {
      if (!volume) throw new ProviderFault("invalid", "the request lacks the volume to connect");
      return attach(cloud, context, machineOf(parent), nativeId(volume), { device: initialLocation }, "create");
    },
    delete: (id, context, parent) => detachStep(cloud, context, machineOf(parent), id, "delete"),
  });

async function* locatedPages(cloud: Cloud, machines: Machines, context: Context): AsyncGenerator<readonly Attached[]> {
  for await (const servers of serversOf(cloud, machines, context)) {
    const attached = await attachedTo(cloud, servers, context, mayBeVolume);
    yield attached.filter(({ isDisk }) => !isDisk);
  }
}
