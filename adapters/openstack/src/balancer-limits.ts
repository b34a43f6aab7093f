import type { Policies, PolicyLimits } from "@cimi-gateway/model";

/**
 * Load Balancer API v2.0, "Create Listener", "Create Pool", "Create Member", "Create Health Monitor": a port a listener, and what a health check
 * may say. Certificates are in a service of their own (Barbican), so that nothing is heard by TLS; the address is one of the network, for which one
 * of the external network may stand.
 */
export const BALANCER_LIMITS: PolicyLimits<"Load Balancer"> = {
  listener: {
    distinct: ["protocol", "ports"],
    each: {
      protocol: { values: ["tcp", "udp", "http"] },
      ports: { most: 1, each: { widest: 1 } },
      to: {},
      pool: {},
      algorithm: { values: ["round-robin", "least-connections", "source-address"] },
      persistence: {},
      cookie: {},
      disabled: {},
    },
  },
  member: {
    each: {
      target: { address: { families: [4, 6] }, endpoint: {}, interface: {}, machine: {} },
      port: {},
      weight: { minimum: 0, maximum: 256 },
      pool: {},
      backup: {},
      disabled: {},
    },
  },
  health: {
    each: {
      protocol: { values: ["tcp", "udp", "tls", "http", "https", "ping"] },
      path: { longest: 255 },
      host: {},
      expect: { each: {} },
      every: { minimum: 1, maximum: 86_400 },
      timeout: { minimum: 1, maximum: 86_400 },
      healthy: { minimum: 1, maximum: 10 },
      unhealthy: { minimum: 1, maximum: 10 },
      pool: {},
    },
  },
};

type Taken = Policies<"Load Balancer">;
export type TakenListener = NonNullable<Taken["listener"]>[string];
export type TakenMember = NonNullable<Taken["member"]>[string];
export type TakenHealth = NonNullable<Taken["health"]>[string];

/** What Octavia calls things, by the words of policies; what else it has is in others' load balancers, and has no word. */
export const PROTOCOLS = { tcp: "TCP", udp: "UDP", http: "HTTP", tls: "HTTPS", https: "TERMINATED_HTTPS" } as const;
export const ALGORITHMS = {
  "round-robin": "ROUND_ROBIN",
  "least-connections": "LEAST_CONNECTIONS",
  "source-address": "SOURCE_IP",
} as const;
export const PERSISTENCE = { "source-address": "SOURCE_IP", cookie: "HTTP_COOKIE", "application-cookie": "APP_COOKIE" } as const;
export const CHECKS = {
  tcp: "TCP",
  udp: "UDP-CONNECT",
  tls: "TLS-HELLO",
  http: "HTTP",
  https: "HTTPS",
  ping: "PING",
} as const;

/** The word for what Octavia calls something; undefined: there is none. */
export const wordFor = <Word extends string>(words: Readonly<Record<Word, string>>, native: string): Word | undefined =>
  (Object.keys(words) as Word[]).find((word) => words[word] === native);
