import { type Accepted, type CreateRequest, nativeId, type WriteContext } from "@cimi-gateway/adapter";
import type { Resource } from "@cimi-gateway/model";
import type { Client } from "./client.js";
import { makingOf } from "./common.js";
import { machineExtensionValues } from "./machine-extensions.js";
import { requireReference } from "./require.js";
import { MACHINE_INITIAL } from "./states.js";

type Volumes = Resource<"MachineTemplate">["volumes"];

/** The machine, then each volume; when a volume cannot be connected, the machine goes again. */
export async function createMachine(client: Client, request: CreateRequest<"Machine">, context: WriteContext): Promise<Accepted> {
  const { template } = request;
  const { rack, maintenance } = machineExtensionValues(template);
  const receipt = await client.create(
    "machine.create",
    {
      ...makingOf(request),
      configuration: nativeId(requireReference(template.machineConfig, "machineConfig")),
      image: nativeId(requireReference(template.machineImage, "machineImage")),
      credential: template.credential && nativeId(requireReference(template.credential, "credential")),
      userData: template.userData,
      rack: rack ?? undefined,
      maintenance: maintenance ?? undefined,
      initialState: MACHINE_INITIAL.native(template.initialState),
      interfaces: interfacesOf(request),
    },
    context,
    (id) => client.drop("machine.delete", { id }),
  );
  await connectVolumes(client, receipt.id, template.volumes, context);
  return receipt;
}

async function connectVolumes(client: Client, machine: string, volumes: Volumes = [], context: WriteContext): Promise<void> {
  for (const [index, { volume: wanted, initialLocation }] of volumes.entries()) {
    const volume = nativeId(requireReference(wanted, `volumes[${index}].volume`));
    const input = { machine, volume, device: initialLocation };
    await client.step(`attach-${index}`, "machine.attach", input, context, () =>
      client.drop("machine.detach", { machine, volume }),
    );
  }
}

/** What was made for the machine goes with it; what was there before stays. */
const interfacesOf = ({ template, made = [] }: CreateRequest<"Machine">) =>
  template.interfaces?.map((held, index) => ({
    id: nativeId(requireReference(held, `interfaces[${index}]`)),
    goes: made.some(({ href }) => href === held.href),
  }));
