import type { WriteContext } from "@cimi-gateway/adapter";
import type { StringMap } from "@cimi-gateway/model";
import { type Placed, placed } from "./balancer-addresses.js";
import { changeGroup } from "./balancer-group-change.js";
import { dropGroup } from "./balancer-groups.js";
import { changeListener, endListener, filled, listen, listenerAt, makeListener } from "./balancer-listeners.js";
import { wantedBalancer } from "./balancer-policies.js";
import { checkChange, type Present, type PresentListener, presentOf } from "./balancer-present.js";
import { oneBalancer, type Target } from "./balancers.js";
import type { Cloud } from "./cloud.js";

/**
 * Replaces the policies, listener by listener: of one that stays only what differs is changed. A target group keeps its protocol and its port;
 * where these differ the listener gets another group, and its clients never miss one. What was there is kept by a step, as a second run would find
 * it changed.
 */
export async function changeBalancer(cloud: Cloud, id: string, policies: StringMap, context: WriteContext): Promise<void> {
  const wanted = wantedBalancer(policies);
  const present = await context.step("present", {
    send: async () => {
      const found = presentOf(await oneBalancer(cloud, id, context));
      checkChange(wanted, found);
      return found;
    },
  });
  const listeners = await placed(cloud, wanted.listeners, context);
  const names = new Set(listeners.map(({ name }) => name));
  const left = present.listeners.filter(({ name }) => !names.has(name));
  for (const listener of left) await unlisten(cloud, id, listener, context);
  const replaced: string[] = [];
  for (const listener of listeners) {
    const before = present.listeners.find(({ name }) => name === listener.name);
    const more = looseIn(present, listener);
    if (!before) await listen(cloud, { balancer: id, network: present.network }, listener, more, context);
    else replaced.push(...(await adjust(cloud, present, before, listener, context)));
  }
  for (const group of [...left.map(({ hearing }) => hearing.group), ...replaced])
    await context.step(`drop ${group}`, { send: () => dropGroup(cloud, group, context) });
}

/** What gets clients beside the members, at the port of the group. */
function looseIn({ listeners }: Present, { pool, target }: Placed): readonly Target[] {
  const loose = listeners.filter((one) => one.pool === (pool ?? "")).flatMap((one) => one.loose);
  return [...new Set(loose.map(({ id }) => id))].map((id) => ({ id, port: target.port }));
}

const unlisten = (
  cloud: Cloud,
  balancer: string,
  { name, id, hearing }: PresentListener,
  context: WriteContext,
): Promise<undefined> =>
  context.step(`unlisten ${name}`, {
    send: async () => {
      await endListener(cloud, id, context);
      return undefined;
    },
    undo: async () => {
      if (!(await listenerAt(cloud, balancer, hearing, context))) await makeListener(cloud, balancer, hearing, context);
    },
  });

/** Gives the group that is of no use any more. */
async function adjust(
  cloud: Cloud,
  present: Present,
  before: PresentListener,
  wanted: Placed,
  context: WriteContext,
): Promise<readonly string[]> {
  const { group } = before.hearing;
  const isKept =
    before.target.protocol === wanted.target.protocol &&
    before.target.port === wanted.target.port &&
    before.pool === (wanted.pool ?? "");
  if (isKept) await changeGroup(cloud, before, wanted, context);
  const next = isKept ? group : await filled(cloud, present.network, wanted, looseIn(present, wanted), context);
  const { protocol, port, certificate } = wanted;
  const hearing = { protocol, port, group: next, ...(certificate !== undefined && { certificate }) };
  if (JSON.stringify(sorted(hearing)) !== JSON.stringify(sorted(before.hearing)))
    await context.step(`modify ${wanted.name}`, {
      send: () => changeListener(cloud, before.id, hearing, context),
      undo: async () => {
        await changeListener(cloud, before.id, before.hearing, context);
      },
    });
  return isKept ? [] : [group];
}

const sorted = (held: object): object => Object.entries(held).sort(([one], [other]) => (one < other ? -1 : 1));
