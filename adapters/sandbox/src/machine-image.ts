import { ProviderFault, reference, resourceAdapter, stateIn } from "@cimi-gateway/adapter";
import type { Client } from "./client.js";
import { common, identify, makingOf, relabellingOf } from "./common.js";
import { IMAGE_STATES, IMAGE_TYPES } from "./states.js";
import type { ImageType, MachineImage } from "./world/things.js";

/** Machine.snapshots: what was captured as IMAGE is not among them. */
const isSnapshot = ({ type }: MachineImage): boolean => type !== "image";

const nativeType = (wanted: string | undefined): ImageType | undefined =>
  (Object.keys(IMAGE_TYPES) as ImageType[]).find((type) => IMAGE_TYPES[type] === wanted);

export const machineImage = (client: Client) =>
  resourceAdapter<MachineImage>()("MachineImage", {
    identify,
    attributes: {
      ...common,
      state: ({ state }) => stateIn(IMAGE_STATES, state, "ERROR"),
      type: ({ type }) => IMAGE_TYPES[type],
      imageLocation: ({ uri }) => uri,
      relatedImage: ({ related }) => (related === undefined ? undefined : reference("MachineImage", related)),
    },
    async *list({ parent }, context) {
      for await (const page of client.list("machineImage", context, parent))
        yield parent === undefined ? page : page.filter(isSnapshot);
    },
    listWithin: (_parents, context) => client.listWithin("machineImage", context, isSnapshot),
    read: (ids, context) => client.read("machineImage", ids, context),
    /** A copy: imageLocation is that of an image of this cloud. */
    async create(request, context) {
      const { imageLocation: uri, type } = request.template;
      if (uri === undefined)
        throw new ProviderFault("invalid", "imageLocation is missing; accepted: that of another MachineImage, or a Machine");
      return client.create("machineImage.create", { ...makingOf(request), uri, type: nativeType(type) }, context, (id) =>
        client.drop("machineImage.delete", { id }),
      );
    },
    update: (id, changes, context) => client.step("update", "machineImage.update", relabellingOf(id, changes), context),
    delete: (id, context) => client.step("delete", "machineImage.delete", { id }, context),
    deletable: ({ stock, state }) => !stock && (state === "available" || state === "error"),
  });
