import type { SecurityGroup } from "@aws-sdk/client-ec2";
import { ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { gone, unlessGone } from "./errors.js";
import { DEFAULT_OUT, keyOf, nativeOf, type Permission, permissionsIn } from "./firewall-permissions.js";

type Direction = Permission["direction"];
const DIRECTIONS: readonly Direction[] = ["in", "out"];

/** The rules of a new group, which lets everything out until this is taken from it. */
export async function setRules(cloud: Cloud, id: string, wanted: readonly Permission[], context: WriteContext): Promise<void> {
  await carryOut(cloud, id, difference(DEFAULT_OUT, wanted), context);
}

/** Replaces the rules of a group. What it has is kept by a step, as a second run would find it changed. */
export async function changeRules(
  cloud: Cloud,
  id: string,
  wanted: readonly Permission[],
  read: () => Promise<SecurityGroup | undefined>,
  context: WriteContext,
): Promise<void> {
  const present = await context.step("rules", {
    send: async () => {
      const group = await read();
      if (!group) throw gone("firewall", id);
      return permissionsIn(group);
    },
  });
  await carryOut(cloud, id, difference(present, wanted), context);
}

interface Difference {
  readonly added: readonly Permission[];
  /** Those whose description alone changes: EC2 takes none of them twice. */
  readonly renamed: readonly Permission[];
  readonly removed: readonly Permission[];
}

function difference(present: readonly Permission[], wanted: readonly Permission[]): Difference {
  const [before, after] = [present, wanted].map((all) => new Map(all.map((one) => [keyOf(one), one])));
  return {
    added: wanted.filter((one) => !before!.has(keyOf(one))),
    renamed: wanted.filter((one) => before!.has(keyOf(one)) && before!.get(keyOf(one))!.description !== one.description),
    removed: present.filter((one) => !after!.has(keyOf(one))),
  };
}

/** What is added comes first: if EC2 refuses it, nothing was lost. */
async function carryOut(cloud: Cloud, id: string, change: Difference, context: WriteContext): Promise<void> {
  await each("authorize", change.added, authorize, revoke);
  await each("describe", change.renamed, describe);
  await each("revoke", change.removed, revoke, authorize);

  async function each(step: string, all: readonly Permission[], act: Act, undo?: Act): Promise<void> {
    for (const direction of DIRECTIONS) {
      const own = all.filter((one) => one.direction === direction);
      if (own.length === 0) continue;
      await context.step(`${step}-${direction}`, {
        send: () => act(cloud, id, direction, own, context),
        ...(undo && {
          undo: async () => {
            await undo(cloud, id, direction, own, context);
          },
        }),
      });
    }
  }
}

type Act = (
  cloud: Cloud,
  id: string,
  direction: Direction,
  all: readonly Permission[],
  context: WriteContext,
) => Promise<undefined>;

const inputOf = (GroupId: string, all: readonly Permission[]) => ({ GroupId, IpPermissions: all.map(nativeOf) });

/** EC2 takes all of them or none: that one is there already means that this call acted before. */
const authorize: Act = async ({ client }, id, direction, all, context) => {
  await client
    .write<unknown>(context, (ec2, sending) =>
      direction === "in"
        ? ec2.authorizeSecurityGroupIngress(inputOf(id, all), sending)
        : ec2.authorizeSecurityGroupEgress(inputOf(id, all), sending),
    )
    .catch(unlessDuplicate);
  return undefined;
};

export function unlessDuplicate(error: unknown): undefined {
  if (error instanceof ProviderFault && error.code === "InvalidPermission.Duplicate") return undefined;
  throw error;
}

const revoke: Act = async ({ client }, id, direction, all, context) => {
  await client
    .write<unknown>(context, (ec2, sending) =>
      direction === "in"
        ? ec2.revokeSecurityGroupIngress(inputOf(id, all), sending)
        : ec2.revokeSecurityGroupEgress(inputOf(id, all), sending),
    )
    .catch((error) => unlessGone(error, undefined));
  return undefined;
};

const describe: Act = async ({ client }, id, direction, all, context) => {
  await client.write<unknown>(context, (ec2, sending) =>
    direction === "in"
      ? ec2.updateSecurityGroupRuleDescriptionsIngress(inputOf(id, all), sending)
      : ec2.updateSecurityGroupRuleDescriptionsEgress(inputOf(id, all), sending),
  );
  return undefined;
};
