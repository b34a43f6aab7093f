import type { BlockDeviceMapping, Image, Instance } from "@aws-sdk/client-ec2";
import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { disksOf } from "./hardware.js";
import { readImages } from "./images.js";
import { localName } from "./local-disk.js";

/**
 * What a launch has to say for the instance store volumes of a type to be there. Those with NVMe always are; older ones only when they
 * are mapped, by the launch for some types (API reference, BlockDeviceMapping, VirtualName).
 */
export async function localMappings(
  cloud: Cloud,
  imageId: string,
  typeName: string,
  context: Context,
): Promise<readonly BlockDeviceMapping[]> {
  const count = await mappedDisks(cloud, typeName, context);
  if (count === 0) return [];
  const image = (await readImages(cloud, [imageId], context)).get(imageId)?.image;
  return mappingsFor(count, image?.BlockDeviceMappings ?? []);
}

/** How many instance store volumes of a type a launch has to map. */
async function mappedDisks({ types }: Cloud, typeName: string, context: Context): Promise<number> {
  const type = (await types.named([typeName], context)).get(typeName);
  return type?.InstanceStorageInfo?.NvmeSupport === "unsupported" ? (disksOf(type)?.length ?? 0) : 0;
}

/** The places that mapped volumes of a machine take, which its block devices do not tell. */
export async function localPlaces(cloud: Cloud, { InstanceType }: Instance, context: Context): Promise<readonly string[]> {
  return InstanceType === undefined ? [] : PLACES.slice(0, await mappedDisks(cloud, InstanceType, context));
}

/** Where the image has a place for one, it stays there; the others take the first places that the image leaves free. */
function mappingsFor(count: number, ofImage: NonNullable<Image["BlockDeviceMappings"]>): readonly BlockDeviceMapping[] {
  const taken = new Set(ofImage.map(({ DeviceName }) => DeviceName?.replace("/dev/xvd", "/dev/sd")));
  const free = PLACES.filter((name) => !taken.has(name));
  return Array.from({ length: count }, (_, index) => {
    const VirtualName = localName(index);
    const known = ofImage.find((mapping) => mapping.VirtualName === VirtualName)?.DeviceName;
    return { DeviceName: known ?? free.shift(), VirtualName };
  });
}

/** EC2 user guide, "Device names for volumes": /dev/sdb to, for types with the most volumes, /dev/sdy. */
const PLACES: readonly string[] = [..."bcdefghijklmnopqrstuvwxy"].map((letter) => `/dev/sd${letter}`);
