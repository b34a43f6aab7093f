import type { Instance, InstanceBlockDeviceMapping } from "@aws-sdk/client-ec2";
import {
  type Context,
  gatherBy,
  nativeId,
  ProviderFault,
  type ResourceAdapter,
  reference,
  resourceAdapter,
} from "@cimi-gateway/adapter";
import { attach, detach, findDetached } from "./attachment.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { isAttached, volumesOf } from "./instance.js";
import { type Ec2Machine, instancesAmong, type Machines, machinesIn } from "./instances.js";
import { isConfined } from "./scope.js";
import { readVolumes } from "./volumes.js";

/** A volume as one machine sees it. */
interface Located {
  readonly instance: Instance;
  readonly mapping: InstanceBlockDeviceMapping;
}

/** 5.14.1.1.2: an attachment of an EBS volume that is a CIMI Volume; its id is the volume's. */
export const locatedVolume = (cloud: Cloud): ResourceAdapter<"locatedVolume", unknown> =>
  resourceAdapter<Located, Ec2Machine>()("locatedVolume", {
    identify: ({ mapping }) => ({ id: mapping.Ebs!.VolumeId! }),
    attributes: {
      initialLocation: ({ mapping }) => mapping.DeviceName,
      volume: ({ mapping }) => reference("Volume", mapping.Ebs!.VolumeId!),
      nativeId: ({ mapping }) => mapping.Ebs!.VolumeId,
      location: ({ instance }) => instance.Placement?.AvailabilityZone,
    },
    list: ({ parent, holder }, context) => locatedPages(cloud, machinesIn(parent, holder), context),
    listWithin: (ids, context, known) =>
      gatherBy(locatedPages(cloud, { ids, known }, context), ({ instance }) => instance.InstanceId),
    async read(ids, context, parent) {
      const found = new Map<string, Located>();
      for await (const page of locatedPages(cloud, machinesIn(parent), context)) {
        for (const located of page)
          if (ids.includes(located.mapping.Ebs!.VolumeId!)) found.set(located.mapping.Ebs!.VolumeId!, located);
      }
      return found;
    },
    create({ parent, template: { volume, initialLocation } }, context) {
      if (!volume) throw new ProviderFault("invalid", "the request lacks the volume to connect");
      return attach(cloud, context, machineOf(parent), nativeId(volume), initialLocation, "create");
    },
    delete: (id, context, parent) =>
      context.step("delete", {
        send: () => detach(cloud, context, machineOf(parent), id).catch((error) => unlessGone(error, { id })),
        find: () => findDetached(cloud, context, machineOf(parent), id),
      }),
  });

async function* locatedPages(cloud: Cloud, machines: Machines, context: Context): AsyncGenerator<readonly Located[]> {
  for await (const page of instancesAmong(cloud, machines, context))
    yield await insideScope(cloud, page.flatMap(locatedIn), context);
}

/** A volume outside the scope is not seen through its machine either; only a confined cloud has to ask for the volumes' tags. */
async function insideScope(cloud: Cloud, located: readonly Located[], context: Context): Promise<readonly Located[]> {
  if (!isConfined(cloud.settings.scope) || located.length === 0) return located;
  const ids = located.map(({ mapping }) => mapping.Ebs!.VolumeId!);
  const inside = await readVolumes(cloud, ids, context);
  return located.filter((_, index) => inside.has(ids[index]!));
}

const locatedIn = (instance: Instance): Located[] =>
  volumesOf(instance)
    .filter(({ Ebs }) => isAttached(Ebs?.Status))
    .map((mapping) => ({ instance, mapping }));

export function machineOf(parent: string | undefined): string {
  if (parent === undefined) throw new ProviderFault("invalid", "only a machine has these; the request names none");
  return parent;
}
