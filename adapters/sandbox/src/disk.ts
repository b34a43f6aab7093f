import { ProviderFault, resourceAdapter } from "@cimi-gateway/adapter";
import type { Client } from "./client.js";
import { common, identify, makingOf, relabellingOf } from "./common.js";
import { requireValue } from "./require.js";
import { capacityOf, sizeFor } from "./sizes.js";
import type { Disk } from "./world/things.js";

export const disk = (client: Client) =>
  resourceAdapter<Disk>()("Disk", {
    identify,
    attributes: {
      ...common,
      capacity: ({ size }) => capacityOf(size),
      initialLocation: ({ device }) => device,
    },
    list: ({ parent }, context) => client.list("disk", context, parent),
    listWithin: (_parents, context) => client.listWithin("disk", context),
    read: (ids, context) => client.read("disk", ids, context),
    async create(request, context) {
      const { parent: machine, template } = request;
      if (machine === undefined) throw new ProviderFault("invalid", "a Disk is made in the disks of a Machine");
      if (template.capacity === undefined) throw new ProviderFault("invalid", "capacity is missing; accepted: kilobytes");
      const { zone: _, ...making } = makingOf(request);
      const input = { ...making, machine, size: sizeFor(template.capacity), device: template.initialLocation };
      return client.create("disk.create", input, context, (id) => client.drop("disk.delete", { id }));
    },
    async update(id, changes, context) {
      const capacity = requireValue(changes.capacity, "capacity");
      const size = capacity === undefined ? undefined : sizeFor(capacity);
      return client.step("update", "disk.update", { ...relabellingOf(id, changes), size }, context);
    },
    delete: (id, context) => client.step("delete", "disk.delete", { id }, context),
  });
