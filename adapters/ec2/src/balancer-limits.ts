import type { LoadBalancerTypeEnum } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Policies, PolicyLimits } from "@cimi-gateway/model";

/** Elastic Load Balancing API reference, CreateListener and CreateTargetGroup: a port a listener, and what a health check may say. */
export const BALANCER_LIMITS: PolicyLimits<"Load Balancer"> = {
  listener: {
    distinct: ["ports"],
    each: {
      protocol: { values: ["tcp", "udp", "tls", "http", "https"] },
      ports: { most: 1, each: { widest: 1 } },
      to: {},
      speaking: { values: ["tcp", "tls", "http", "https"] },
      pool: {},
      algorithm: { values: ["round-robin", "least-connections", "random"] },
      persistence: {},
      cookie: {},
      lasting: { minimum: 1, maximum: 604_800 },
      certificates: { most: 1, each: { name: {} } },
    },
  },
  member: {
    most: 40,
    each: { target: { address: { families: [4] }, endpoint: {}, interface: {}, machine: {} }, port: {}, pool: {} },
  },
  health: {
    each: {
      protocol: { values: ["tcp", "http", "https"] },
      port: {},
      path: { longest: 1024 },
      expect: { each: { minimum: 200, maximum: 599 } },
      every: { minimum: 5, maximum: 300 },
      timeout: { minimum: 2, maximum: 120 },
      healthy: { minimum: 2, maximum: 10 },
      unhealthy: { minimum: 2, maximum: 10 },
      pool: {},
    },
  },
  external: { each: { automatic: {}, endpoint: {} } },
  scope: {},
};

type Protocol = NonNullable<Policies<"Load Balancer">["listener"]>[string]["protocol"];

/** Which load balancer hears a protocol, and what it may speak with members: the first where nothing is said (user guides of both). */
export const HEARD: Readonly<Record<string, { readonly kind: LoadBalancerTypeEnum; readonly speaks: readonly Protocol[] }>> = {
  tcp: { kind: "network", speaks: ["tcp"] },
  udp: { kind: "network", speaks: ["udp"] },
  tls: { kind: "network", speaks: ["tls", "tcp"] },
  http: { kind: "application", speaks: ["http", "https"] },
  https: { kind: "application", speaks: ["https", "http"] },
};
