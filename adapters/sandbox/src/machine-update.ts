import { type Accepted, type Changes, fromKibibytes, MEBIBYTE, type WriteContext } from "@cimi-gateway/adapter";
import type { Client } from "./client.js";
import { relabellingOf } from "./common.js";
import { machineExtensionValues } from "./machine-extensions.js";
import { requireValue } from "./require.js";

/** cpu and memory change while the machine is STOPPED; any number of processors and of mebibytes is a size here. */
export async function updateMachine(
  client: Client,
  id: string,
  changes: Changes<"Machine">,
  context: WriteContext,
): Promise<Accepted> {
  const memory = requireValue(changes.memory, "memory");
  const input = {
    ...relabellingOf(id, changes),
    cpu: requireValue(changes.cpu, "cpu"),
    maintenance: machineExtensionValues(changes).maintenance,
    memory: memory === undefined ? undefined : fromKibibytes(memory, MEBIBYTE),
  };
  return client.step("update", "machine.update", input, context);
}
