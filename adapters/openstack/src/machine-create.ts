import {
  type Accepted,
  type Context,
  type CreateRequest,
  nativeId,
  ProviderFault,
  type WriteContext,
} from "@cimi-gateway/adapter";
import type { Resource } from "@cimi-gateway/model";
import { devicesOf } from "./block-devices.js";
import type { NativeAnswer } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { withHandle } from "./instance-actions.js";
import { dropAttachment, forceDelete, untilGone, untilReleased } from "./machine-end.js";
import { machineExtensionValues } from "./machine-extensions.js";
import { confinePorts, keepMade, networksOf, reserve } from "./machine-networks.js";
import { type Root, rootOf } from "./machine-root.js";
import { fresh, freshOverlay } from "./metadata-writing.js";
import { path } from "./paths.js";
import { pause, stop, suspend } from "./power.js";
import type { Server } from "./server.js";
import { groupCalled } from "./server-groups.js";
import { markedServer } from "./servers.js";
import { type Sent, sent } from "./writes.js";
import { confineRoot, volumeOf, wantsVolume } from "./zero-disk.js";

type Request = CreateRequest<"Machine">;
type Template = Resource<"MachineTemplate">;

/**
 * POST /servers, with the volumes. It has no token (RELIABILITY.md, A9): what an interrupted one made is known by its marker. Nova starts
 * whatever it makes; a machine that is to end otherwise is stopped, paused or suspended once it has booted.
 */
export async function createMachine(cloud: Cloud, request: Request, context: WriteContext): Promise<Accepted> {
  await reserve(cloud, request.template, context);
  const root = await rootOf(cloud, request.template, context);
  const hints = await hintsOf(cloud, request.template, context);
  const input = { ...inputOf(cloud, request), networks: await networksOf(cloud, request.template, context) };
  const { rootVolume, ...made } = await context.step<Made>("create", {
    send: async ({ marker }) => {
      const described = { ...fresh(cloud.settings, marker, request), ...input };
      return post(cloud, root, request.template, (more) => ({ server: { ...described, ...more }, ...hints }), context);
    },
    find: async ({ marker }) => madeBefore(await markedServer(cloud, marker, context), root),
    undo: ({ id }) => destroy(cloud, id, request.template, context),
  });
  await keepMade(cloud, request, made.id, context);
  await confinePorts(cloud, request.template, made.id, context);
  if (rootVolume) await confineRoot(cloud, made.id, context);
  await bring(cloud, made.id, request.template.initialState, context);
  return { ...withHandle(made), ...freshOverlay(cloud.settings, request) };
}

type Made = Sent & {
  /** Nova made a volume of the image, for the root. */
  readonly rootVolume?: true;
};

const madeBefore = (server: Server | undefined, root: Root): Made | undefined =>
  server && { id: server.id, ...("image" in root && server.image === undefined && { rootVolume: true }) };

type Body = (more: object) => object;

/** Where the cloud keeps no roots on its hosts, that of the image is a volume. */
async function post(cloud: Cloud, root: Root, { volumes }: Template, body: Body, context: WriteContext): Promise<Made> {
  const made = (more: object): Promise<Sent> => ask(cloud, body(more), context);
  const devices = devicesOf(root, volumes);
  const held = devices.length > 0 && { block_device_mapping_v2: devices };
  if ("volume" in root) return made({ ...held });
  return made({ imageRef: root.image, ...held }).catch(async (error) => {
    if (!wantsVolume(error)) throw error;
    const mapped = [await volumeOf(cloud, root.image, context), ...devices.slice(1)];
    return { ...(await made({ block_device_mapping_v2: mapped })), rootVolume: true } as const;
  });
}

async function ask({ client }: Cloud, body: object, context: WriteContext): Promise<Sent> {
  const call = { service: "compute", method: "POST", path: "/servers", body } as const;
  const answer: NativeAnswer<{ server?: { id?: string } }> = await client.write(context, call);
  return sent(answer.body?.server?.id, answer);
}

/** Compute API, "Create server", os:scheduler_hints: where it is to run. */
async function hintsOf(cloud: Cloud, template: Template, context: WriteContext): Promise<object> {
  const { serverGroup } = machineExtensionValues(template);
  if (!serverGroup) return {};
  const group = await context.step("group", { send: () => groupCalled(cloud, serverGroup, context) });
  return { "os:scheduler_hints": { group } };
}

function inputOf(cloud: Cloud, { template, location }: Request) {
  const zone = location ?? cloud.settings.zone;
  return {
    flavorRef: flavorOf(template),
    ...(zone !== undefined && { availability_zone: zone }),
    ...(template.credential && { key_name: nativeId(template.credential) }),
    ...(template.userData !== undefined && { user_data: template.userData }),
    ...(cloud.settings.configDrive && { config_drive: true }),
  };
}

function flavorOf({ machineConfig }: Template): string {
  if (!machineConfig) throw new ProviderFault("invalid", "the machineTemplate lacks machineConfig");
  return nativeId(machineConfig);
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
  await untilGone(cloud, id, context, () => forceDelete(cloud, id, context), LOOKS);
  await untilReleased(cloud, id, context, (attachment) => dropAttachment(cloud, attachment, context), LOOKS);
}
