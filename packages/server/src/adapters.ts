import type { AdapterPackage, Clock, Log } from "@cimi-gateway/adapter";
import type { CloudOptions } from "@cimi-gateway/core";
import { ConfigurationError } from "./configuration/error.js";
import type { CloudConfiguration, Configuration } from "./configuration/load.js";

/** The package of an adapter, by the name that the configuration gives it: nothing else in the gateway names one. */
export const loadAdapter = async (kind: string): Promise<AdapterPackage> =>
  (await import(`@cimi-gateway/adapter-${kind}`)) as AdapterPackage;

export interface Opening {
  /** Where an adapter may keep files; `:memory:`: nowhere. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens all clouds; those that are open are closed again when one cannot be. Throws ConfigurationError. */
export async function openClouds({ clouds, source }: Configuration, opening: Opening): Promise<readonly CloudOptions[]> {
  const open: CloudOptions[] = [];
  try {
    for (const cloud of clouds) open.push(await openCloud(cloud, opening, source));
    return open;
  } catch (error) {
    for (const { adapter } of open) await adapter.close?.();
    throw error;
  }
}

async function openCloud(cloud: CloudConfiguration, opening: Opening, source: string): Promise<CloudOptions> {
  const { name, settings, access, resolve, userData } = cloud;
  const adapter = await cloud.package.open({ ...opening, cloud: name, settings }).catch((error: Error) => {
    throw new ConfigurationError(source, [{ path: `clouds.${name}`, problem: error.message }]);
  });
  return { name, adapter, access, userData, ...(resolve && { resolve }) };
}
