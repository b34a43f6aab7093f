import type { WriteContext } from "@cimi-gateway/adapter";
import type { Placed } from "./balancer-addresses.js";
import { differing, setAttributes } from "./balancer-attributes.js";
import { deregister, groupTags, register, targetsOf } from "./balancer-groups.js";
import { type HealthInput, healthInput } from "./balancer-health.js";
import type { PresentListener } from "./balancer-present.js";
import { changeTags } from "./balancer-tags.js";
import type { Target } from "./balancers.js";
import type { Cloud } from "./cloud.js";

/** Makes a target group that stays what the policies want of it. What enters comes first: clients always have somewhere to go. */
export async function changeGroup(cloud: Cloud, before: PresentListener, wanted: Placed, context: WriteContext): Promise<void> {
  await changeHealth(cloud, before, wanted, context);
  await changeSharing(cloud, before, wanted, context);
  const [old, next] = [memberTargets(before), targetsOf(wanted)];
  const loose = new Set(before.loose.map(keyOf));
  const [had, has] = [new Set(old.map(keyOf)), new Set(next.map(keyOf))];
  const { group } = before.hearing;
  await move(
    "register",
    next.filter((target) => !had.has(keyOf(target)) && !loose.has(keyOf(target))),
    register,
    deregister,
  );
  await move(
    "deregister",
    old.filter((target) => !has.has(keyOf(target))),
    deregister,
    register,
  );
  await changeTags(cloud, `label ${wanted.name}`, group, tagsBetween(before, wanted), context);

  async function move(step: string, targets: readonly Target[], act: typeof register, undo: typeof register): Promise<void> {
    if (targets.length === 0) return;
    await context.step(`${step} ${wanted.name}`, {
      send: () => act(cloud, group, targets, context),
      undo: async () => {
        await undo(cloud, group, targets, context);
      },
    });
  }
}

const keyOf = ({ id, port }: Target): string => `${id}:${port}`;

const memberTargets = ({ members, target }: PresentListener): readonly Target[] =>
  members.map(({ address, port }) => ({ id: address, port: port ?? target.port }));

/** A check of which the policies say nothing stays as it is: EC2 always has one. */
async function changeHealth(
  cloud: Cloud,
  { health, hearing }: PresentListener,
  wanted: Placed,
  context: WriteContext,
): Promise<void> {
  const input = healthInput(wanted.health);
  const changed = Object.entries(input).filter(([key, value]) => flat(value) !== health[key]);
  if (changed.length === 0) return;
  const modify = async (values: HealthInput): Promise<undefined> => {
    const call = { TargetGroupArn: hearing.group, ...values };
    await cloud.balancing.write(context, (sdk, sending) => sdk.modifyTargetGroup(call, sending));
  };
  await context.step(`health ${wanted.name}`, {
    send: () => modify(input),
    undo: async () => {
      const { Matcher, ...others } = health;
      await modify({ ...others, ...(Matcher !== undefined && { Matcher: { HttpCode: String(Matcher) } }) });
    },
  });
}

async function changeSharing(cloud: Cloud, before: PresentListener, wanted: Placed, context: WriteContext): Promise<void> {
  const changed = differing(wanted.attributes, before.attributes);
  const { group } = before.hearing;
  if (Object.keys(changed).length === 0) return;
  await context.step(`sharing ${wanted.name}`, {
    send: () => setAttributes(cloud, group, changed, context),
    undo: async () => {
      const were = Object.entries(before.attributes).filter(([key]) => key in changed);
      await setAttributes(cloud, group, Object.fromEntries(were), context);
    },
  });
}

const flat = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "HttpCode" in value ? value.HttpCode : value;

function tagsBetween({ tags }: PresentListener, wanted: Placed) {
  const entries = Object.entries(groupTags(wanted)).flatMap(([Key, Value]) => (Value === undefined ? [] : [{ Key, Value }]));
  const kept = new Set(entries.map(({ Key }) => Key));
  return {
    set: entries.filter(({ Key, Value }) => tags[Key] !== Value),
    remove: Object.keys(tags).filter((key) => !kept.has(key)),
  };
}
