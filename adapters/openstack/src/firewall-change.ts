import { type Context, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { keyOf, nativeRule, type Permission, permissionsIn } from "./firewall-permissions.js";
import { path } from "./paths.js";
import { oneGroup } from "./security-groups.js";

/** Replaces the rules of a group. What it has is kept by a step, as a second run would find it changed. */
export async function setRules(cloud: Cloud, id: string, wanted: readonly Permission[], context: WriteContext): Promise<void> {
  const present = await context.step("rules", { send: async () => permissionsIn(await oneGroup(cloud, id, context)) });
  const { added, removed, renamed } = difference(present, wanted);
  // Neutron keeps each permission once, whatever it is called: what gets another name leaves first.
  await each("rename", renamed, (one) => drop(cloud, id, one, context));
  if (added.length > 0) await context.step("add", addition(cloud, id, added, context));
  await each("drop", removed, (one) => drop(cloud, id, one, context));

  async function each(step: string, all: readonly Permission[], act: (one: Permission) => Promise<void>): Promise<void> {
    for (const [index, one] of all.entries())
      await context.step(`${step} ${index}`, {
        send: () => act(one).then(() => undefined),
        undo: () => add(cloud, id, [one], context),
      });
  }
}

interface Difference {
  readonly added: readonly Permission[];
  /** Those of which the description alone changes. */
  readonly renamed: readonly Permission[];
  readonly removed: readonly Permission[];
}

function difference(present: readonly Permission[], wanted: readonly Permission[]): Difference {
  const [before, after] = [present, wanted].map((all) => new Map(all.map((one) => [keyOf(one), one])));
  const renamed = present.filter((one) => {
    const next = after!.get(keyOf(one));
    return next !== undefined && next.description !== one.description;
  });
  return {
    added: wanted.filter((one) => before!.get(keyOf(one))?.description !== one.description),
    renamed,
    removed: present.filter((one) => !after!.has(keyOf(one))),
  };
}

/** One call for all of them, which Neutron makes all or none of. */
const addition = (cloud: Cloud, id: string, added: readonly Permission[], context: WriteContext) => ({
  send: () => add(cloud, id, added, context).then(() => undefined),
  find: async () => {
    const held = new Set(permissionsIn(await oneGroup(cloud, id, context)).map(keyOf));
    return added.every((one) => held.has(keyOf(one))) ? null : undefined;
  },
  undo: async () => {
    for (const one of added) await drop(cloud, id, one, context);
  },
});

async function add({ client }: Cloud, id: string, all: readonly Permission[], context: Context): Promise<void> {
  const body = { security_group_rules: all.map((one) => nativeRule(id, one)) };
  await client.write(context, { service: "network", method: "POST", path: "/security-group-rules", body }).catch(unlessThere);
}

/** A rule that is there already is what was asked for. */
function unlessThere(error: unknown): void {
  if (!(error instanceof ProviderFault) || error.code !== "SecurityGroupRuleExists") throw error;
}

/** By what it allows: a rule that was put back has another id. */
async function drop(cloud: Cloud, id: string, permission: Permission, context: Context): Promise<void> {
  const held = permissionsIn(await oneGroup(cloud, id, context)).find((one) => keyOf(one) === keyOf(permission));
  if (!held) return;
  const call = { service: "network", method: "DELETE", path: path`/security-group-rules/${held.id}` } as const;
  await cloud.client.write(context, call).catch((error) => unlessGone(error, undefined));
}
