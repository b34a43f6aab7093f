import type { TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Member } from "./balancer-policies.js";
import { GROUP_TAGS } from "./balancer-tags.js";
import type { Balancer, Heard, Target } from "./balancers.js";
import { type Tags, tagIn } from "./tags.js";

/** A member with the address that is registered for it. */
export type Registered = Member & { readonly address: string };

/** A listener in the words of policies. */
export interface Known {
  readonly name: string;
  /** Undefined: the pool without a name. */
  readonly pool: string | undefined;
  readonly members: readonly Registered[];
  /** What gets clients without being a member of the policies. */
  readonly loose: readonly Target[];
  readonly heard: Heard;
}

export function knownOf({ listeners }: Balancer): readonly Known[] {
  const groups = new Set(listeners.map(({ group }) => group.TargetGroupArn));
  return listeners.map((heard) => {
    const { listener, group, tags, targets } = heard;
    const members = membersIn(tags).filter((member) => targets.some((target) => isOf(target, member, group)));
    const name = tagIn(tags, GROUP_TAGS.listener);
    const foreign = name === undefined && groups.size > 1 ? group.TargetGroupName : undefined;
    return {
      name: name ?? String(listener.Port),
      pool: tagIn(tags, GROUP_TAGS.pool) ?? foreign,
      members,
      loose: targets.filter((target) => !members.some((member) => isOf(target, member, group))),
      heard,
    };
  });
}

const isOf = ({ id, port }: Target, member: Registered, { Port }: TargetGroup): boolean =>
  id === member.address && (port === undefined || port === (member.port ?? Port));

const PREFIX = "cimi-member.";

export const memberKey = (name: string): string => `${PREFIX}${name}`;

/** `machine i-1 10.0.0.5 8080`: what a member is, and what is registered for it. */
export const memberText = ({ kind, id, address, port }: Registered): string =>
  [kind, id, address, ...(port === undefined ? [] : [port])].join(" ");

const TEXT = /^(address|endpoint|interface|machine) (\S+) (\S+)(?: (\d+))?$/;

/** What a tag says that somebody spoiled is passed over: its target is there all the same. */
export function membersIn(tags: Tags): readonly Registered[] {
  return (tags ?? []).flatMap(({ Key = "", Value = "" }) => {
    const [whole, kind, id, address, port] = TEXT.exec(Value) ?? [];
    if (!Key.startsWith(PREFIX) || whole === undefined) return [];
    const name = Key.slice(PREFIX.length);
    return [
      { name, kind: kind as Member["kind"], id: id!, address: address!, ...(port !== undefined && { port: Number(port) }) },
    ];
  });
}
