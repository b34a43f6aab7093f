import type { _InstanceType, BlockDeviceMapping, RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import {
  type Accepted,
  type CreateRequest,
  GIBIBYTE,
  MEBIBYTE,
  nativeId,
  type Once,
  ProviderFault,
  type WriteContext,
} from "@cimi-gateway/adapter";
import type { Resource } from "@cimi-gateway/model";
import { attach } from "./attachment.js";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { readImages } from "./images.js";
import { localMappings } from "./local-disk-mapping.js";
import { machineExtensionValues } from "./machine-extensions.js";
import { interfacesOf, keepMade, launchWith, placeOf } from "./machine-interfaces.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { readVolumes } from "./volumes.js";
import { type Sent, sent } from "./writes.js";

type Request = CreateRequest<"Machine">;
type Template = Resource<"MachineTemplate">;

/**
 * RunInstances, whose ClientToken makes a repeat harmless (RELIABILITY.md, A1); then the volumes. EC2 starts whatever it makes: a
 * machine that is to be STOPPED is stopped once it has booted.
 */
export async function createMachine(cloud: Cloud, request: Request, context: WriteContext): Promise<Accepted> {
  const input = await inputOf(cloud, request, context);
  const made = await context.step("create", {
    send: (once) => run(cloud, request, input, once, context),
    undo: ({ id }) => terminate(cloud, id, context),
  });
  await keepMade(cloud, request, made.id, context);
  const { volumes = [], initialState } = request.template;
  const isToStop = initialState === "STOPPED";
  if (volumes.length > 0 || isToStop) await context.reach("Machine", made.id, ["STARTED"]);
  if (isToStop) await stop(cloud, made.id, context);
  if (isToStop && volumes.length > 0) await context.reach("Machine", made.id, ["STOPPED"]);
  for (const { volume, initialLocation } of volumes) await attach(cloud, context, made.id, nativeId(volume!), initialLocation);
  for (const { volume } of volumes) await context.reach("locatedVolume", nativeId(volume!), [], made.id);
  return { ...made, ...newOverlay(cloud.settings, request) };
}

type Input = Omit<RunInstancesCommandInput, "ClientToken" | "TagSpecifications">;

async function inputOf(cloud: Cloud, request: Request, context: WriteContext): Promise<Input> {
  const template = request.template;
  const [type, image] = [wanted(template, "machineConfig"), wanted(template, "machineImage")];
  const interfaces = await interfacesOf(cloud, template, context);
  const zone = placeOf(await zoneOfVolumes(cloud, template, context), interfaces) ?? cloud.zones.wanted(request.location);
  const { tenancy, hibernation } = machineExtensionValues(template);
  const isHibernating = cloud.settings.hibernation && hibernation !== false;
  const isPlaced = zone !== undefined && interfaces.length === 0;
  const placement = { ...(isPlaced && { AvailabilityZone: zone }), ...(tenancy && { Tenancy: tenancy }) };
  const mappings = [
    ...(isHibernating ? [await hibernatingRoot(cloud, image, type, context)] : []),
    ...(await localMappings(cloud, image, type, context)),
  ];
  return {
    ImageId: image,
    InstanceType: type as _InstanceType,
    MinCount: 1,
    MaxCount: 1,
    ...(Object.keys(placement).length > 0 && { Placement: placement }),
    ...(interfaces.length > 0 && { NetworkInterfaces: launchWith(interfaces) }),
    ...(template.credential && { KeyName: nativeId(template.credential) }),
    ...(template.userData !== undefined && { UserData: template.userData }),
    ...(isHibernating && { HibernationOptions: { Configured: true } }),
    ...(mappings.length > 0 && { BlockDeviceMappings: mappings }),
  };
}

function wanted(template: Template, key: "machineConfig" | "machineImage"): string {
  const found = template[key];
  if (!found) throw new ProviderFault("invalid", `the machineTemplate lacks ${key}`);
  return nativeId(found);
}

/** A volume and its machine share a zone. */
async function zoneOfVolumes(cloud: Cloud, { volumes = [] }: Template, context: WriteContext): Promise<string | undefined> {
  const ids = volumes.map(({ volume }) => nativeId(volume!));
  if (ids.length === 0) return undefined;
  const found = await readVolumes(cloud, ids, context);
  const zones = new Set(ids.map((id) => found.get(id)?.AvailabilityZone ?? missing(id)));
  if (zones.size > 1)
    throw new ProviderFault(
      "invalid",
      `the volumes are in several zones (${[...zones].join(", ")}); a machine takes those of one`,
    );
  return [...zones][0];
}

function missing(id: string): never {
  throw gone("volume", id);
}

/** Hibernation is set up at launch only: the root is encrypted and has room for the memory (EC2 user guide, "Hibernation prerequisites"). */
async function hibernatingRoot(
  cloud: Cloud,
  imageId: string,
  typeName: string,
  context: WriteContext,
): Promise<BlockDeviceMapping> {
  const image = (await readImages(cloud, [imageId], context)).get(imageId)?.image;
  const type = (await cloud.types.named([typeName], context)).get(typeName);
  const root = image?.BlockDeviceMappings?.find(({ DeviceName }) => DeviceName === image.RootDeviceName);
  const size = root?.Ebs?.VolumeSize;
  if (root?.DeviceName === undefined || size === undefined)
    throw new ProviderFault("invalid", `the image ${imageId} has no EBS root, which hibernation needs`);
  const memory = Math.ceil(((type?.MemoryInfo?.SizeInMiB ?? 0) * MEBIBYTE) / GIBIBYTE);
  return {
    DeviceName: root.DeviceName,
    Ebs: { VolumeSize: size + memory, Encrypted: true, DeleteOnTermination: true },
  };
}

async function run(
  { client, settings }: Cloud,
  request: Request,
  input: Input,
  { token, marker }: Once,
  context: WriteContext,
): Promise<Sent> {
  const tags = newTags(settings, ["instance", "volume", "network-interface"], marker, request);
  const answer = await client.write(context, (ec2, sending) =>
    ec2.runInstances({ ...input, ClientToken: token, ...tags }, sending),
  );
  return sent(answer.Instances?.[0]?.InstanceId, answer);
}

async function stop({ client }: Cloud, id: string, context: WriteContext): Promise<void> {
  await context.step("stop", {
    send: async () => sent(id, await client.write(context, (ec2, sending) => ec2.stopInstances({ InstanceIds: [id] }, sending))),
  });
}

async function terminate({ client }: Cloud, id: string, context: WriteContext): Promise<void> {
  await client.write(context, (ec2, sending) => ec2.terminateInstances({ InstanceIds: [id] }, sending));
}
