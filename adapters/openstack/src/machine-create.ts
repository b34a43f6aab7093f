import {
  type Accepted,
  type Context,
  type CreateRequest,
  nativeId,
  ProviderFault,
  type WriteContext,
} from "@cimi-gateway/adapter";
import type { Resource } from "@cimi-gateway/model";
import type { NativeAnswer } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { withHandle } from "./instance-actions.js";
import { dropAttachment, untilGone, untilReleased } from "./machine-end.js";
import { confinePorts, keepMade, networksOf, reserve } from "./machine-networks.js";
import { fresh, freshOverlay } from "./metadata-writing.js";
import { path } from "./paths.js";
import { pause, stop, suspend } from "./power.js";
import { markedServer } from "./servers.js";
import { sent } from "./writes.js";

type Request = CreateRequest<"Machine">;
type Template = Resource<"MachineTemplate">;

/**
 * POST /servers, with the volumes. It has no token (RELIABILITY.md, A9): what an interrupted one made is known by its marker. Nova starts
 * whatever it makes; a machine that is to end otherwise is stopped, paused or suspended once it has booted.
 */
export async function createMachine(cloud: Cloud, request: Request, context: WriteContext): Promise<Accepted> {
  await reserve(cloud, request.template, context);
  const input = { ...inputOf(cloud, request), networks: await networksOf(cloud, request.template, context) };
  const made = await context.step("create", {
    send: async ({ marker }) => {
      const server = { ...fresh(cloud.settings, marker, request), ...input };
      const call = { service: "compute", method: "POST", path: "/servers", body: { server } } as const;
      const answer: NativeAnswer<{ server?: { id?: string } }> = await cloud.client.write(context, call);
      return sent(answer.body?.server?.id, answer);
    },
    find: ({ marker }) => markedServer(cloud, marker, context),
    undo: ({ id }) => destroy(cloud, id, request.template, context),
  });
  await keepMade(cloud, request, made.id, context);
  await confinePorts(cloud, request.template, made.id, context);
  await bring(cloud, made.id, request.template.initialState, context);
  return { ...withHandle(made), ...freshOverlay(cloud.settings, request) };
}

function inputOf(cloud: Cloud, { template, location }: Request) {
  const image = wanted(template, "machineImage");
  const zone = location ?? cloud.settings.zone;
  const devices = devicesOf(template, image);
  return {
    imageRef: image,
    flavorRef: wanted(template, "machineConfig"),
    ...(zone !== undefined && { availability_zone: zone }),
    ...(template.credential && { key_name: nativeId(template.credential) }),
    ...(template.userData !== undefined && { user_data: template.userData }),
    ...(devices.length > 0 && { block_device_mapping_v2: devices }),
  };
}

function wanted(template: Template, key: "machineConfig" | "machineImage"): string {
  const found = template[key];
  if (!found) throw new ProviderFault("invalid", `the machineTemplate lacks ${key}`);
  return nativeId(found);
}

/** Where there are volumes, the root is told, too. Volumes outlive their machine (Contract, "Disk or Volume"). */
function devicesOf({ volumes = [] }: Template, image: string): readonly object[] {
  if (volumes.length === 0) return [];
  const root = { uuid: image, source_type: "image", destination_type: "local", boot_index: 0, delete_on_termination: true };
  const more = volumes.map(({ volume, initialLocation }) => ({
    uuid: nativeId(volume!),
    source_type: "volume",
    destination_type: "volume",
    boot_index: -1,
    delete_on_termination: false,
    ...(initialLocation !== undefined && { device_name: initialLocation }),
  }));
  return [root, ...more];
}

/** 5.14.1.3: the state in which a new machine ends. */
async function bring(cloud: Cloud, id: string, state: string | undefined, context: WriteContext): Promise<void> {
  const way = { STOPPED: stop, PAUSED: pause, SUSPENDED: suspend }[state ?? ""];
  if (!way) return;
  await context.reach("Machine", id, ["STARTED"]);
  await way(cloud, id, context);
}

/** Looks until a server that is taken back is gone; taking back is tried several times. */
const LOOKS = 20;

/** Volumes that were to be its are free afterwards: those made for it can be deleted. */
async function destroy(cloud: Cloud, id: string, { volumes = [] }: Template, context: Context): Promise<void> {
  const call = { service: "compute", method: "DELETE", path: path`/servers/${id}` } as const;
  await cloud.client.write(context, call).catch((error) => unlessGone(error, undefined));
  if (volumes.length === 0) return;
  await untilGone(cloud, id, context, LOOKS);
  await untilReleased(cloud, id, context, (attachment) => dropAttachment(cloud, attachment, context));
}
