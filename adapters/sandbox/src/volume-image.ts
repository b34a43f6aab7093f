import { ProviderFault, resourceAdapter, stateIn } from "@cimi-gateway/adapter";
import type { Client } from "./client.js";
import { common, identify, makingOf, relabellingOf } from "./common.js";
import { IMAGE_STATES } from "./states.js";
import type { VolumeImage } from "./world/things.js";

export const volumeImage = (client: Client) =>
  resourceAdapter<VolumeImage>()("VolumeImage", {
    identify,
    attributes: {
      ...common,
      state: ({ state }) => stateIn(IMAGE_STATES, state, "ERROR"),
      imageLocation: ({ uri }) => uri,
      bootable: ({ bootable }) => bootable,
    },
    list: ({ parent }, context) => client.list("volumeImage", context, parent),
    listWithin: (_parents, context) => client.listWithin("volumeImage", context),
    read: (ids, context) => client.read("volumeImage", ids, context),
    /** A copy: imageLocation is that of a volume image of this cloud. */
    async create(request, context) {
      const uri = request.template.imageLocation;
      if (uri === undefined)
        throw new ProviderFault("invalid", "imageLocation is missing; accepted: that of another VolumeImage, or a Volume");
      return client.create("volumeImage.create", { ...makingOf(request), uri }, context, (id) =>
        client.drop("volumeImage.delete", { id }),
      );
    },
    update: (id, changes, context) => client.step("update", "volumeImage.update", relabellingOf(id, changes), context),
    delete: (id, context) => client.step("delete", "volumeImage.delete", { id }, context),
    deletable: ({ stock, state }) => !stock && (state === "available" || state === "error"),
  });
