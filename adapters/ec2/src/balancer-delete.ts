import type { Accepted, WriteContext } from "@cimi-gateway/adapter";
import { dropBalancer } from "./balancer-create.js";
import { dropGroup as dropFirewall } from "./balancer-firewall.js";
import { dropGroup } from "./balancer-groups.js";
import { oneBalancer } from "./balancers.js";
import type { Cloud } from "./cloud.js";
import { markerIn, RESERVED, tagIn } from "./tags.js";

/** The balancer with its listeners, then the target groups and the security group that were made for it. */
export async function deleteBalancer(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  const parts = await context.step("parts", {
    send: async () => {
      const { tags, listeners } = await oneBalancer(cloud, id, context);
      const groups = listeners
        .filter((one) => markerIn(one.tags) !== undefined)
        .flatMap(({ group }) => group.TargetGroupArn ?? []);
      return { groups: [...new Set(groups)], firewall: tagIn(tags, RESERVED.firewall) ?? "" };
    },
  });
  const gone = await context.step("delete", { send: () => dropBalancer(cloud, id, context) });
  for (const group of parts.groups) await context.step(`drop ${group}`, { send: () => dropGroup(cloud, group, context) });
  const { firewall } = parts;
  if (firewall !== "")
    await context.step("firewall", { send: () => dropFirewall(cloud, firewall, context).then(() => undefined) });
  return gone;
}
