import { type Context, nativeId, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Resource } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { readVolumes } from "./volumes.js";

type Template = Resource<"MachineTemplate">;

/** What a new server starts from, by its id. */
export type Root = { readonly image: string } | { readonly volume: string };

/** 5.3: a template names an image, or among its volumes one that is bootable. */
export const INSTEAD = { machineImage: ["volumes", "volumeTemplates"] } as const;

/** Where there are volumes they are looked at, as a step. @throws ProviderFault invalid unless just one thing can be started from */
export async function rootOf(cloud: Cloud, template: Template, context: WriteContext): Promise<Root> {
  const { machineImage, volumes = [] } = template;
  const image = machineImage && nativeId(machineImage);
  if (volumes.length === 0) return chosen(image, []);
  return context.step("root", { send: async () => chosen(image, await bootableOf(cloud, template, context)) });
}

async function bootableOf(cloud: Cloud, { volumes = [] }: Template, context: Context): Promise<readonly string[]> {
  const ids = volumes.map(({ volume }) => nativeId(volume!));
  const found = await readVolumes(cloud, ids, context);
  return ids.filter((id) => {
    const volume = found.get(id);
    if (!volume) throw gone("volume", id);
    return volume.bootable === "true";
  });
}

function chosen(image: string | undefined, bootable: readonly string[]): Root {
  const [volume, ...more] = bootable;
  if (image === undefined && volume !== undefined && more.length === 0) return { volume };
  if (image !== undefined && volume === undefined) return { image };
  throw new ProviderFault("invalid", problemWith(image, bootable));
}

function problemWith(image: string | undefined, bootable: readonly string[]): string {
  if (image !== undefined)
    return `the machineTemplate has a machineImage, and a bootable volume (${bootable.join(", ")}) besides: leave out either, or connect the volume once the machine is there`;
  if (bootable.length === 0)
    return "the machineTemplate lacks what to start from: give a machineImage, or a bootable Volume in volumes";
  return `the machineTemplate has ${bootable.length} bootable volumes (${bootable.join(", ")}): give one, and connect the others once the machine is there`;
}
