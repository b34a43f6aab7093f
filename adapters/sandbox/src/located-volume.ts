import { nativeId, ProviderFault, reference, resourceAdapter } from "@cimi-gateway/adapter";
import type { Client } from "./client.js";
import { common, identify, makingOf } from "./common.js";
import { requireReference } from "./require.js";
import { CONNECTED } from "./states.js";
import type { Attachment } from "./world/things.js";

const isConnected = ({ state }: Attachment): boolean => CONNECTED[state];

export const locatedVolume = (client: Client) =>
  resourceAdapter<Attachment>()("locatedVolume", {
    identify,
    attributes: {
      ...common,
      initialLocation: ({ device }) => device,
      volume: ({ id }) => reference("Volume", id),
    },
    async *list({ parent }, context) {
      for await (const page of client.list("attachment", context, parent)) yield page.filter(isConnected);
    },
    listWithin: (_parents, context) => client.listWithin("attachment", context, isConnected),
    async read(ids, context, parent) {
      const found = await client.read("attachment", ids, context);
      return new Map(
        [...found].filter(([, attachment]) => isConnected(attachment) && (parent === undefined || attachment.owner === parent)),
      );
    },
    async create(request, context) {
      const { parent: machine, template } = request;
      if (machine === undefined) throw new ProviderFault("invalid", "a Volume is connected in the volumes of a Machine");
      const volume = nativeId(requireReference(template.volume, "volume"));
      const { zone: _, ...making } = makingOf(request);
      const input = { ...making, machine, volume, device: template.initialLocation };
      return client.create("machine.attach", input, context, () => client.drop("machine.detach", { machine, volume }));
    },
    async delete(id, context, parent) {
      if (parent === undefined) throw new ProviderFault("invalid", "a Volume is removed from the volumes of a Machine");
      return client.step("delete", "machine.detach", { machine: parent, volume: id }, context);
    },
  });
