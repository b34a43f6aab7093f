import { type Adapter, silentLog, systemClock } from "@cimi-gateway/adapter";
import { open } from "@cimi-gateway/adapter-openstack";
import { Cloud } from "./cloud.js";

/** The adapter as demo uses it, with further settings. Machines are in the network that the stack has, whatever networks the tests make. */
export function openCloud(more: Record<string, unknown> = {}): Promise<Adapter> {
  const cloud = new Cloud();
  const credentials = Object.entries(cloud.credentials("demo")).map(([name, value]) => [`credentials.${name}`, value]);
  return open({
    cloud: "private",
    folder: "",
    clock: systemClock,
    log: silentLog,
    settings: {
      authUrl: cloud.authUrl,
      region: cloud.region,
      networks: ["private"],
      ...Object.fromEntries(credentials),
      ...more,
    },
  });
}
