import type { Context } from "@cimi-gateway/adapter";
import { type Inside, readAddress } from "@cimi-gateway/model";
import { BALANCER_TAGS, poolWords } from "./balancer-hearing.js";
import type { Balancer, Heard, NativeMember } from "./balancers.js";
import type { Cloud } from "./cloud.js";
import { fixedId, readEndpoints } from "./endpoints.js";
import { metadataOf } from "./network-objects.js";

/** A listener in the words of policies. */
export interface Known {
  readonly name: string;
  /** Undefined: that of the service's endpoints. */
  readonly pool: string | undefined;
  readonly to: number | undefined;
  readonly heard: Heard;
  /** Members of the policies. */
  readonly members: readonly NativeMember[];
  /** Endpoints of the service that get its clients, with the id of each. */
  readonly loose: readonly { readonly id: string; readonly member: NativeMember }[];
}

type Target = { readonly kind: Inside["kind"]; readonly id: string };

const TARGET = /^(address|endpoint|interface|machine)(?: (\S+))?$/;

/** What a member of the policies is; undefined: it is none, or somebody spoiled the tag. */
export function targetIn(member: NativeMember): Target | undefined {
  const [whole, kind, id] = TARGET.exec(metadataOf(member)?.[BALANCER_TAGS.member] ?? "") ?? [];
  return whole === undefined ? undefined : { kind: kind as Target["kind"], id: id ?? member.address };
}

export const targetText = ({ kind, id }: Target): string => (kind === "address" ? kind : `${kind} ${id}`);

/** Members that nothing says more of: endpoints of the service, if there are such endpoints. */
function looseIn({ listener, pool, members }: Heard): readonly { readonly id: string; readonly member: NativeMember }[] {
  const { pool: name, to = listener.protocol_port } = poolWords(pool);
  if (name !== undefined) return [];
  return members.flatMap((member) =>
    targetIn(member) === undefined && member.subnet_id && member.protocol_port === to
      ? [{ id: fixedId(member.subnet_id, readAddress(member.address)), member }]
      : [],
  );
}

/** One call for each hundred members that may be endpoints of a service. */
export async function knownOf(
  cloud: Cloud,
  balancers: readonly Balancer[],
  context: Context,
): Promise<ReadonlyMap<Balancer, readonly Known[]>> {
  const candidates = balancers.flatMap(({ heard }) => heard.flatMap(looseIn)).map(({ id }) => id);
  const endpoints = candidates.length === 0 ? new Map() : await readEndpoints(cloud, [...new Set(candidates)], context);
  return new Map(balancers.map((balancer) => [balancer, knownIn(balancer, (id) => endpoints.has(id))]));
}

function knownIn({ heard }: Balancer, isEndpoint: (id: string) => boolean): readonly Known[] {
  const names = heard.map(({ listener }) => listener.name);
  const pools = new Set(heard.map(({ pool }) => pool?.id));
  return heard.map((one) => {
    const { listener, pool } = one;
    const { pool: word, to } = poolWords(pool);
    const loose = looseIn(one).filter(({ id }) => isEndpoint(id));
    const isKnown = listener.name && names.filter((name) => name === listener.name).length === 1;
    // Of several pools that another tool made at most one could be without a name.
    const isForeign = word === undefined && pools.size > 1 && pool !== undefined && pool.name !== listener.name;
    return {
      name: isKnown ? listener.name! : `${listener.protocol.toLowerCase()}-${listener.protocol_port}`,
      pool: word ?? (isForeign ? pool.name || pool.id : undefined),
      to,
      heard: one,
      members: one.members.filter((member) => !loose.some((held) => held.member === member)),
      loose,
    };
  });
}
