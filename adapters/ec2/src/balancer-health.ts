import type { CreateTargetGroupCommandInput, TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Policies } from "@cimi-gateway/model";
import type { Known } from "./balancer-known.js";
import type { Health } from "./balancer-policies.js";
import { GROUP_TAGS } from "./balancer-tags.js";
import { tagIn } from "./tags.js";

export type HealthInput = Pick<
  CreateTargetGroupCommandInput,
  | "HealthCheckProtocol"
  | "HealthCheckPort"
  | "HealthCheckPath"
  | "HealthCheckIntervalSeconds"
  | "HealthCheckTimeoutSeconds"
  | "HealthyThresholdCount"
  | "UnhealthyThresholdCount"
  | "Matcher"
>;

/** What is not said EC2 chooses. */
export const healthInput = (health: Health | undefined): HealthInput =>
  health === undefined
    ? {}
    : {
        HealthCheckProtocol: health.protocol.toUpperCase() as "TCP" | "HTTP" | "HTTPS",
        ...(health.port !== undefined && { HealthCheckPort: String(health.port) }),
        ...(health.path !== undefined && { HealthCheckPath: health.path }),
        ...(health.expect !== undefined && { Matcher: { HttpCode: health.expect.join(",") } }),
        ...(health.every !== undefined && { HealthCheckIntervalSeconds: health.every }),
        ...(health.timeout !== undefined && { HealthCheckTimeoutSeconds: health.timeout }),
        ...(health.healthy !== undefined && { HealthyThresholdCount: health.healthy }),
        ...(health.unhealthy !== undefined && { UnhealthyThresholdCount: health.unhealthy }),
      };

/** By the parameters of ModifyTargetGroup; codes under Matcher. */
export type HealthValues = { readonly [parameter: string]: string | number };

export function healthIn(group: TargetGroup): HealthValues {
  const entries = {
    HealthCheckProtocol: group.HealthCheckProtocol,
    HealthCheckPort: group.HealthCheckPort,
    HealthCheckPath: group.HealthCheckPath,
    HealthCheckIntervalSeconds: group.HealthCheckIntervalSeconds,
    HealthCheckTimeoutSeconds: group.HealthCheckTimeoutSeconds,
    HealthyThresholdCount: group.HealthyThresholdCount,
    UnhealthyThresholdCount: group.UnhealthyThresholdCount,
    Matcher: group.Matcher?.HttpCode,
  };
  return Object.fromEntries(Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

/** EC2 always asks: a pool of which the policies said nothing is asked as EC2 does by itself. */
export function healthOf({
  pool,
  heard: { group, tags },
}: Known): readonly [string, NonNullable<Policies<"Load Balancer">["health"]>[string]] {
  const { HealthCheckProtocol = "TCP", HealthCheckPort, HealthCheckPath } = group;
  const isHttp = HealthCheckProtocol !== "TCP";
  const port = Number(HealthCheckPort);
  const expect = isHttp ? codesIn(group) : [];
  return [
    tagIn(tags, GROUP_TAGS.health) ?? pool ?? "members",
    {
      protocol: HealthCheckProtocol.toLowerCase() as "tcp" | "http" | "https",
      ...(Number.isInteger(port) && { port }),
      ...(isHttp && HealthCheckPath && { path: HealthCheckPath }),
      ...(expect.length > 0 && { expect }),
      ...(group.HealthCheckIntervalSeconds && { every: group.HealthCheckIntervalSeconds }),
      ...(group.HealthCheckTimeoutSeconds && { timeout: group.HealthCheckTimeoutSeconds }),
      ...(group.HealthyThresholdCount && { healthy: group.HealthyThresholdCount }),
      ...(group.UnhealthyThresholdCount && { unhealthy: group.UnhealthyThresholdCount }),
      ...(pool !== undefined && { pool }),
    },
  ];
}

/** `200,204`; ranges, which only other tools write, are told by both of their ends and what is between. */
function codesIn({ Matcher }: TargetGroup): number[] {
  return (Matcher?.HttpCode ?? "").split(",").flatMap((part) => {
    const [first = Number.NaN, last = first] = part.split("-").map(Number);
    return Number.isInteger(first) ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : [];
  });
}
