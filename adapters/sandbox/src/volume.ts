import { type CreateRequest, nativeId, ProviderFault, resourceAdapter, stateIn } from "@cimi-gateway/adapter";
import type { Resource } from "@cimi-gateway/model";
import type { Client } from "./client.js";
import { common, identify, makingOf, relabellingOf } from "./common.js";
import { requireReference, requireValue } from "./require.js";
import { capacityOf, sizeFor } from "./sizes.js";
import { VOLUME_STATES } from "./states.js";
import type { Volume } from "./world/things.js";

/** 5.15.1: a block device, which is all that this cloud has. */
const MAPPED = "http://schemas.dmtf.org/cimi/2/mapped";

export const volume = (client: Client) =>
  resourceAdapter<Volume>()("Volume", {
    identify,
    attributes: {
      ...common,
      state: ({ state }) => stateIn(VOLUME_STATES, state, "ERROR"),
      type: () => MAPPED,
      capacity: ({ size }) => capacityOf(size),
      bootable: ({ bootable }) => bootable,
      images: () => undefined,
    },
    capabilities: { SharedVolumeSupport: false },
    list: (_, context) => client.list("volume", context),
    read: (ids, context) => client.read("volume", ids, context),
    async create(request, context) {
      const image = request.template.volumeImage;
      const input = {
        ...makingOf(request),
        ...wished(request),
        image: image && nativeId(requireReference(image, "volumeImage")),
      };
      return client.create("volume.create", input, context, (id) => client.drop("volume.delete", { id }));
    },
    async update(id, changes, context) {
      const capacity = requireValue(changes.capacity, "capacity");
      const size = capacity === undefined ? undefined : sizeFor(capacity);
      return client.step("update", "volume.update", { ...relabellingOf(id, changes), size }, context);
    },
    delete: (id, context) => client.step("delete", "volume.delete", { id }, context),
    operations: {
      snapshot: {
        async run(id, { creates }, context) {
          if (!creates) throw new ProviderFault("invalid", "the description of the new VolumeImage is missing");
          const undo = (image: string) => client.drop("volumeImage.delete", { id: image });
          return client.create("volume.snapshot", { ...makingOf(creates), volume: id }, context, undo);
        },
      },
      restore: {
        run: async (id, { image }, context) =>
          client.step("restore", "volume.restore", { id, image: nativeId(requireReference(image, "image")) }, context),
      },
    },
  });

function wished(request: CreateRequest<"Volume">): { size: number | undefined; format: string | undefined } {
  const { volumeConfig } = request.template;
  const { capacity, format, type = MAPPED } = (volumeConfig?.value ?? {}) as Resource<"VolumeConfiguration">;
  if (type !== MAPPED) throw new ProviderFault("invalid", `a Volume of type ${type} is not offered; accepted: ${MAPPED}`);
  return { size: capacity === undefined ? undefined : sizeFor(capacity), format };
}
