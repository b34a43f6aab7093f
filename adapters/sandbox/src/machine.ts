import { kibibytes, MEBIBYTE, nativeId, reference, resourceAdapter, stateIn, type WriteContext } from "@cimi-gateway/adapter";
import type { Client } from "./client.js";
import { common, identify } from "./common.js";
import { imageOf } from "./machine-capture.js";
import { createMachine } from "./machine-create.js";
import { machineExtensions, machineScope } from "./machine-extensions.js";
import { updateMachine } from "./machine-update.js";
import { membership } from "./membership.js";
import { requireReference } from "./require.js";
import { MACHINE_INITIAL, MACHINE_STATES } from "./states.js";
import { MOST_USER_DATA } from "./world/machine.js";
import type { Machine } from "./world/things.js";

type PowerAction = "machine.start" | "machine.stop" | "machine.restart" | "machine.pause" | "machine.suspend";

export const machine = (client: Client) => {
  const power = (action: PowerAction) => ({
    run: (id: string, { force }: { readonly force?: boolean | undefined }, context: WriteContext) =>
      client.step("order", action, { id, force }, context),
  });
  return resourceAdapter<Machine>()("Machine", {
    identify,
    attributes: {
      ...common,
      state: ({ state }) => stateIn(MACHINE_STATES, state, "ERROR"),
      cpu: ({ cpu }) => cpu,
      memory: ({ memory }) => kibibytes(memory, MEBIBYTE),
      cpuArch: ({ architecture }) => architecture,
      cpuSpeed: ({ speed }) => speed,
      disks: () => undefined,
      volumes: () => undefined,
      interfaces: () => undefined,
      snapshots: () => undefined,
      latestSnapshot: ({ latestSnapshot }) =>
        latestSnapshot === undefined ? undefined : reference("MachineImage", latestSnapshot),
    },
    extensions: machineExtensions(client),
    scope: machineScope,
    capabilities: {
      ...MACHINE_INITIAL.capabilities,
      MachineStopForce: true,
      MachineStopForceDefault: false,
      RestoreFromImage: true,
    },
    list: (_, context) => client.list("machine", context),
    read: (ids, context) => client.read("machine", ids, context),
    create: (request, context) => createMachine(client, request, context),
    payload: { limit: MOST_USER_DATA },
    update: (id, changes, context) => updateMachine(client, id, changes, context),
    delete: (id, context) => client.step("delete", "machine.delete", { id }, context),
    operations: {
      start: power("machine.start"),
      stop: power("machine.stop"),
      restart: power("machine.restart"),
      pause: power("machine.pause"),
      suspend: power("machine.suspend"),
      capture: { run: (id, { creates }, context) => imageOf(client, id, "IMAGE", creates, context) },
      snapshot: { run: (id, { creates }, context) => imageOf(client, id, "SNAPSHOT", creates, context) },
      restore: {
        run: async (id, { image }, context) =>
          client.step("restore", "machine.restore", { id, image: nativeId(requireReference(image, "image")) }, context),
      },
    },
    collections: {
      interfaces: membership(client, "networkInterface.attach", "networkInterface.detach", (owner, id) => ({
        machine: owner,
        id,
      })),
    },
  });
};
