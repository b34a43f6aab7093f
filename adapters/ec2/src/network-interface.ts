import type { NetworkInterface } from "@aws-sdk/client-ec2";
import { type ResourceAdapter, reference, resourceAdapter } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { endpointMembership } from "./elastic-connection.js";
import { createInterface, deleteInterface } from "./interface-create.js";
import { interfacePages, isServed, machineOf, oneInterface, readInterfaces } from "./interfaces.js";
import { interfaceState } from "./states.js";
import { described, markerIn } from "./tags.js";
import { retag } from "./writes.js";

/** EC2 made it with the machine as its first one, and takes it away with it. */
const isPartOfMachine = ({ Attachment }: NetworkInterface): boolean =>
  Attachment?.DeviceIndex === 0 && Attachment.DeleteOnTermination === true;

/** An elastic network interface. EC2 neither enables nor disables one, and tells neither speed nor MTU. */
export const networkInterface = (cloud: Cloud): ResourceAdapter<"NetworkInterface", unknown> =>
  resourceAdapter<NetworkInterface>()("NetworkInterface", {
    identify: ({ NetworkInterfaceId, TagSet }) => ({ id: NetworkInterfaceId!, marker: markerIn(TagSet) }),
    attributes: {
      ...described(({ TagSet }: NetworkInterface) => TagSet, cloud.settings),
      state: interfaceState,
      endpoints: () => undefined,
      machine: (native) => {
        const id = machineOf(native);
        return id === undefined ? undefined : reference("Machine", id);
      },
      nativeId: ({ NetworkInterfaceId }) => NetworkInterfaceId,
      location: ({ AvailabilityZone }) => AvailabilityZone,
    },
    capabilities: { DefaultInitialState: "ENABLED", InitialStates: "ENABLED" },
    list: (_query, context) => interfacePages(cloud, context),
    read: (ids, context) => readInterfaces(cloud, ids, context),
    create: (request, context) => createInterface(cloud, request, context),
    async update(id, changes, context) {
      const { TagSet } = await oneInterface(cloud, id, context);
      return retag(cloud.client, context, { id, tags: TagSet }, changes, cloud.settings);
    },
    delete: (id, context) => context.step("delete", { send: () => deleteInterface(cloud, id, context) }),
    editable: (native) => !isServed(native),
    deletable: (native) => !isServed(native) && !isPartOfMachine(native),
    collections: { endpoints: endpointMembership(cloud) },
  });
