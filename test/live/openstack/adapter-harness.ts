import { type Adapter, silentLog, systemClock } from "@cimi-gateway/adapter";
import { open } from "@cimi-gateway/adapter-openstack";
import { Cloud } from "./cloud.js";

/** What a configuration file says of the cloud as demo uses it. Machines are in the network that the stack has, whatever networks the tests make. */
export function settingsOf(cloud = new Cloud()) {
  return { authUrl: cloud.authUrl, region: cloud.region, networks: ["private"], credentials: cloud.credentials("demo") };
}

/** The adapter as demo uses it, with further settings. */
export function openCloud(more: Record<string, unknown> = {}): Promise<Adapter> {
  const { credentials, ...settings } = settingsOf();
  const flat = Object.entries(credentials).map(([name, value]) => [`credentials.${name}`, value]);
  return open({
    cloud: "private",
    folder: "",
    clock: systemClock,
    log: silentLog,
    settings: { ...settings, ...Object.fromEntries(flat), ...more },
  });
}
