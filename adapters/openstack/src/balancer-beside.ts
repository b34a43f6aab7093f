import type { Heard, NativeListener, NativeMonitor, NativePool } from "./balancers.js";

/** What another tool set that policies have no words for: it would be lost where the thing is made anew. */
export type Beside = {
  /** Names of native settings of the listener and its pool. */
  readonly hearing: readonly string[];
  readonly monitor: readonly string[];
};

const isThere = (value: unknown): boolean => Boolean(value) && (typeof value !== "object" || Object.keys(value ?? {}).length > 0);

const namesIn = (settings: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.keys(settings).filter((name) => settings[name]);

/** Without a limit it is -1 (octavia/common/constants.py, DEFAULT_CONNECTION_LIMIT). */
const isLimited = ({ connection_limit }: NativeListener): boolean => connection_limit != null && connection_limit !== -1;

const ofPool = (pool: NativePool | undefined) => ({
  tls_enabled: pool?.tls_enabled === true,
  "admin_state_up of the pool": pool?.admin_state_up === false,
});

const ofMonitor = ({ http_method, admin_state_up }: NativeMonitor) => ({
  http_method: isThere(http_method) && http_method !== "GET",
  "admin_state_up of the health monitor": admin_state_up === false,
});

export const besideOf = ({ listener, pool, monitor }: Heard): Beside => ({
  hearing: namesIn({
    allowed_cidrs: isThere(listener.allowed_cidrs),
    insert_headers: isThere(listener.insert_headers),
    connection_limit: isLimited(listener),
    ...ofPool(pool),
  }),
  monitor: monitor ? namesIn(ofMonitor(monitor)) : [],
});

/** Settings of a listener that go with it where it is made anew: of these every one has a value, whoever made it. */
export type Carried = {
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly timeout_client_data?: number;
  readonly timeout_member_connect?: number;
  readonly timeout_member_data?: number;
  readonly timeout_tcp_inspect?: number;
};

export function carriedOf({ description, tags = [], ...listener }: NativeListener): Carried {
  const { timeout_client_data, timeout_member_connect, timeout_member_data, timeout_tcp_inspect } = listener;
  const timeouts = { timeout_client_data, timeout_member_connect, timeout_member_data, timeout_tcp_inspect };
  return {
    ...(description && { description }),
    ...(tags.length > 0 && { tags }),
    ...Object.fromEntries(Object.entries(timeouts).filter(([, value]) => typeof value === "number")),
  };
}
