import type { LoadBalancerTypeEnum } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Context } from "@cimi-gateway/adapter";
import { type Policies, policyFault } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";

type TakenListener = NonNullable<Policies<"Load Balancer">["listener"]>[string];
type Sharing = Pick<TakenListener, "algorithm" | "persistence" | "cookie" | "lasting">;

/** Attributes of a target group (Elastic Load Balancing API reference, TargetGroupAttribute). */
export type GroupAttributes = { readonly [key: string]: string };

const ALGORITHM = "load_balancing.algorithm.type";
const ALGORITHMS = {
  "round-robin": "round_robin",
  "least-connections": "least_outstanding_requests",
  random: "weighted_random",
} as const;

const STICKY = "stickiness.enabled";
const TYPE = "stickiness.type";
const COOKIE = "stickiness.app_cookie.cookie_name";
const DURATIONS = {
  cookie: "stickiness.lb_cookie.duration_seconds",
  "application-cookie": "stickiness.app_cookie.duration_seconds",
} as const;
const TYPES = { "source-address": "source_ip", cookie: "lb_cookie", "application-cookie": "app_cookie" } as const;

/** What EC2 takes where nobody says how long, in seconds: a day. */
const STANDARD = 86_400;

/** @throws InvalidValue for what the kind of load balancer has not */
export function sharingOf(name: string, listener: TakenListener, kind: LoadBalancerTypeEnum): GroupAttributes {
  const { algorithm, persistence, cookie, lasting } = listener;
  const refuse = (problem: string) => policyFault(problem, "listener", name);
  const isNetwork = kind === "network";
  if (isNetwork && algorithm !== undefined)
    throw refuse("algorithm: EC2 chooses members itself for tcp, udp and tls; leave it out");
  if (persistence !== undefined && isNetwork !== (persistence === "source-address"))
    throw refuse(`persistence: accepted: ${isNetwork ? "source-address" : "cookie, application-cookie"}`);
  if (persistence !== undefined && listener.protocol === "tls") throw refuse("persistence: EC2 has none for tls; leave it out");
  if ((persistence === "application-cookie") !== (cookie !== undefined))
    throw refuse("cookie: is for the persistence application-cookie, which needs its name");
  const duration = persistence === "cookie" || persistence === "application-cookie" ? DURATIONS[persistence] : undefined;
  if (lasting !== undefined && duration === undefined) throw refuse("lasting: is for a persistence by cookies");
  return {
    ...(!isNetwork && { [ALGORITHM]: ALGORITHMS[(algorithm ?? "round-robin") as keyof typeof ALGORITHMS] }),
    [STICKY]: String(persistence !== undefined),
    ...(persistence !== undefined && { [TYPE]: TYPES[persistence] }),
    ...(duration !== undefined && { [duration]: String(lasting ?? STANDARD) }),
    ...(cookie !== undefined && { [COOKIE]: cookie }),
  };
}

/** What a new target group has by itself. */
const INITIAL: GroupAttributes = { [ALGORITHM]: "round_robin", [STICKY]: "false" };

/** What differs from what a target group has; absent: from what a new one has. */
export const differing = (wanted: GroupAttributes, present: GroupAttributes = INITIAL): GroupAttributes =>
  Object.fromEntries(Object.entries(wanted).filter(([key, value]) => present[key] !== value));

/** How clients are shared, as policies say it. */
export function sharingIn(attributes: GroupAttributes): Sharing {
  const algorithm = keyOf(ALGORITHMS, attributes[ALGORITHM]);
  const persistence = attributes[STICKY] === "true" ? keyOf(TYPES, attributes[TYPE]) : undefined;
  const lasting = persistence && persistence !== "source-address" ? Number(attributes[DURATIONS[persistence]]) : Number.NaN;
  const cookie = persistence === "application-cookie" ? attributes[COOKIE] : undefined;
  return {
    ...(algorithm !== undefined && algorithm !== "round-robin" && { algorithm }),
    ...(persistence !== undefined && { persistence }),
    ...(cookie !== undefined && { cookie }),
    ...(Number.isInteger(lasting) && { lasting }),
  };
}

const keyOf = <K extends string>(table: Readonly<Record<K, string>>, value: string | undefined): K | undefined =>
  (Object.keys(table) as K[]).find((key) => table[key] === value);

export async function attributesOf({ balancing }: Cloud, TargetGroupArn: string, context: Context): Promise<GroupAttributes> {
  const call = balancing.read(context, (sdk, sending) => sdk.describeTargetGroupAttributes({ TargetGroupArn }, sending));
  const { Attributes = [] } = await call.catch((error) => unlessGone(error, { Attributes: [] }));
  return Object.fromEntries(Attributes.flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ""]])));
}

/** ModifyTargetGroupAttributes, which may be sent again without harm. */
export async function setAttributes(
  { balancing }: Cloud,
  TargetGroupArn: string,
  attributes: GroupAttributes,
  context: Context,
): Promise<undefined> {
  const Attributes = Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
  await balancing.write(context, (sdk, sending) => sdk.modifyTargetGroupAttributes({ TargetGroupArn, Attributes }, sending));
}
