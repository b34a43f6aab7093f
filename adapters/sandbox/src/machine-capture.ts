import { type Accepted, type CreateRequest, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Resource, ResourceName } from "@cimi-gateway/model";
import type { Client } from "./client.js";
import { makingOf } from "./common.js";

type Taken = "IMAGE" | "SNAPSHOT";

/** 5.14.7.1: an image of a machine; a snapshot may be asked for as PARTIAL_SNAPSHOT. */
export async function imageOf(
  client: Client,
  machine: string,
  taken: Taken,
  creates: CreateRequest<ResourceName> | undefined,
  context: WriteContext,
): Promise<Accepted> {
  if (!creates) throw new ProviderFault("invalid", "the description of the new MachineImage is missing");
  const { type } = creates.template as Resource<"MachineImage">;
  const undo = (id: string) => client.drop("machineImage.delete", { id });
  const input = { ...makingOf(creates), machine };
  if (taken === "IMAGE") return client.create("machine.capture", input, context, undo);
  return client.create("machine.snapshot", { ...input, partial: type === "PARTIAL_SNAPSHOT" }, context, undo);
}
