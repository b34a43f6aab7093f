import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { markKey } from "./endpoints.js";
import { isAt, setFixed } from "./fixed-ips.js";
import { metadataOf } from "./network-objects.js";
import { putTags, tagsWith } from "./network-writes.js";
import { onePort, PORTS } from "./ports.js";

/** Takes an address from its port. */
export async function release(cloud: Cloud, target: string, address: string, context: Context): Promise<void> {
  const port = await onePort(cloud, target, context);
  const { fixed_ips = [] } = port;
  if (!fixed_ips.some(isAt(address))) return;
  await setFixed(
    cloud,
    target,
    fixed_ips.filter((held) => !isAt(address)(held)),
    context,
  );
  if (metadataOf(port)?.[markKey(address)] !== undefined)
    await putTags(cloud, context, PORTS, target, tagsWith(port, { [markKey(address)]: undefined }));
}
