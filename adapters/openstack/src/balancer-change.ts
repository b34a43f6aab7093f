import type { WriteContext } from "@cimi-gateway/adapter";
import { policyFault, type StringMap } from "@cimi-gateway/model";
import { looseInput, type Placed, placed } from "./balancer-addresses.js";
import { dropIn, makeIn, putIn } from "./balancer-calls.js";
import { refuseFailures } from "./balancer-failures.js";
import { foreignTags, type Hearing, type MemberInput, type MonitorInput } from "./balancer-hearing.js";
import { dropPool, listen, monitorOf, setMembers, unlisten, watch } from "./balancer-listeners.js";
import { wantedHearings } from "./balancer-policies.js";
import { type Present, presentOf } from "./balancer-present.js";
import type { Cloud } from "./cloud.js";
import { path } from "./paths.js";

/**
 * Replaces the policies, listener by listener: of one that stays only what differs is changed. Octavia keeps protocol and port of a listener and
 * the protocol of a pool; where these differ both are made anew. What was there is kept by a step, as a second run would find it changed.
 */
export async function changeBalancer(cloud: Cloud, id: string, policies: StringMap, context: WriteContext): Promise<void> {
  const wanted = wantedHearings(policies);
  const present = await context.step("present", { send: () => presentOf(cloud, id, context) });
  const loose = [...new Set(present.flatMap((one) => one.loose))];
  if (loose.length > 0 && !wanted.some(({ poolName }) => poolName === undefined))
    throw policyFault("must have one without a pool, which the endpoints of the service get their clients from", "listener");
  const next = (await placed(cloud, wanted, context)).map((one) => withLoose(one, loose, present));
  const stays = (before: Present): boolean => next.some((one) => isKept(before.hearing, one));
  for (const before of present) refuseLoss(before, next);
  const left = present.filter((before) => !stays(before));
  for (const before of left) await unlisten(cloud, id, before, context);
  for (const hearing of next) {
    const before = present.find((one) => one.hearing.name === hearing.name);
    if (before && isKept(before.hearing, hearing)) await adjust(cloud, id, before, hearing, context);
    else await listen(cloud, id, hearing, before?.pool ?? "", context);
  }
  // Before the pools go, without which what was there could not be put back.
  await refuseFailures(cloud, id, "look", context);
  for (const { pool } of left)
    if (pool !== "") await context.step(`drop ${pool}`, { send: () => dropPool(cloud, id, pool, context) });
}

const isKept = ({ name, listener, pool }: Hearing, other: Hearing): boolean =>
  name === other.name &&
  listener.protocol === other.listener.protocol &&
  listener.protocol_port === other.listener.protocol_port &&
  pool.protocol === other.pool.protocol;

/** @throws InvalidValue where something is made anew without what another tool set there, as an access list */
function refuseLoss({ hearing: { name, listener, ...hearing }, beside }: Present, next: readonly Hearing[]): void {
  const kept = next.find((one) => isKept({ name, listener, ...hearing }, one));
  const isMadeAnew = next.some((one) => one.name === name || one.listener.protocol_port === listener.protocol_port);
  const isMonitorMadeAnew = kept?.monitor && hearing.monitor && !isFit(hearing.monitor, kept.monitor);
  const ofListener = kept === undefined && isMadeAnew ? [...beside.hearing, ...beside.monitor] : [];
  const lost = isMonitorMadeAnew ? beside.monitor : ofListener;
  if (lost.length === 0) return;
  throw policyFault(
    `has ${lost.join(", ")}, set past CIMI, which would be lost as it is made anew; take it away where it was set, or keep name, protocol and port as they are`,
    "listener",
    name,
  );
}

/** The endpoints of the service stay members; tags of other tools, and where these have members asked, stay where they are. */
function withLoose({ poolName, port, ...hearing }: Placed, loose: readonly string[], present: readonly Present[]): Hearing {
  const before = present.find((one) => one.hearing.name === hearing.name)?.hearing;
  const placeOf = ({ address, protocol_port }: MemberInput): string => `${address} ${protocol_port}`;
  /** Where the listener has another port, so has what it hands clients to. */
  const moved = ({ address }: MemberInput): MemberInput | undefined =>
    before && !isKept(before, hearing) ? before.members.find((one) => one.address === address) : undefined;
  const tagged = (member: MemberInput): MemberInput => {
    const same = before?.members.find((one) => placeOf(one) === placeOf(member)) ?? moved(member);
    const { monitor_address, monitor_port } = same ?? {};
    const asked = { ...(monitor_address && { monitor_address }), ...(monitor_port && { monitor_port }) };
    return { ...member, ...asked, tags: [...foreignTags(same?.tags), ...member.tags] };
  };
  const all = [...hearing.members, ...(poolName === undefined ? loose.map((one) => looseInput(one, port)) : [])];
  const members = [...new Map(all.toReversed().map((one) => [placeOf(one), tagged(one)])).values()].toReversed();
  const listener = { ...before?.listener, ...hearing.listener };
  return {
    ...hearing,
    listener,
    pool: { ...hearing.pool, tags: [...foreignTags(before?.pool.tags), ...hearing.pool.tags] },
    members,
  };
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/** In any order of keys and items. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(sorted(item))).sort();
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .map(([key, item]) => [key, sorted(item)])
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
}

async function adjust(cloud: Cloud, id: string, before: Present, wanted: Hearing, context: WriteContext): Promise<void> {
  const { hearing, pool } = before;
  const { name } = wanted;
  const replace = (step: string, put: (held: Hearing) => Promise<undefined>): Promise<undefined> =>
    context.step(`${step} ${name}`, { send: () => put(wanted), undo: () => put(hearing) });
  if (!isSame(hearing.pool, wanted.pool))
    await replace("share", ({ pool: { protocol: _, ...held } }) =>
      putIn(cloud, id, path`/pools/${pool}`, { pool: held }, context),
    );
  if (!isSame(hearing.members, wanted.members))
    await replace("members", ({ members }) => setMembers(cloud, id, pool, members, context));
  await adjustMonitor(cloud, id, before, wanted, context);
  if (hearing.listener.admin_state_up !== wanted.listener.admin_state_up)
    await replace("hear", ({ listener: { admin_state_up } }) =>
      putIn(cloud, id, path`/listeners/${before.id}`, { listener: { admin_state_up } }, context),
    );
}

/** Octavia keeps the type of a health monitor, and cannot be told to forget a host: such a one is made anew. */
const isFit = (former: MonitorInput, next: MonitorInput): boolean =>
  former.type === next.type && (former.domain_name === undefined) === (next.domain_name === undefined);

async function adjustMonitor(
  cloud: Cloud,
  id: string,
  { hearing, pool, monitor }: Present,
  wanted: Hearing,
  context: WriteContext,
): Promise<void> {
  const [former, next] = [hearing.monitor, wanted.monitor];
  if (isSame(former, next)) return;
  const put = ({ type: _, ...held }: NonNullable<Hearing["monitor"]>) =>
    putIn(cloud, id, path`/healthmonitors/${monitor}`, { healthmonitor: held }, context);
  if (former && next && isFit(former, next)) {
    await context.step(`check ${wanted.name}`, { send: () => put(next), undo: () => put(former) });
    return;
  }
  if (former)
    await context.step(`unwatch ${wanted.name}`, {
      send: () => dropIn(cloud, id, path`/healthmonitors/${monitor}`, context),
      undo: async () => {
        if ((await monitorOf(cloud, pool, context)) !== undefined) return;
        await makeIn(cloud, id, "healthmonitors", "healthmonitor", { pool_id: pool, ...former }, context);
      },
    });
  if (next) await watch(cloud, id, wanted.name, pool, next, context);
}
