import type { CreateListenerCommandInput } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Context, WriteContext } from "@cimi-gateway/adapter";
import type { Placed } from "./balancer-addresses.js";
import { differing, setAttributes } from "./balancer-attributes.js";
import { makeGroup, register, targetsOf } from "./balancer-groups.js";
import { listenersOf, type Target } from "./balancers.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { type Sent, sent } from "./writes.js";

/** What a listener hears, and whom it hands clients to. */
export type Hearing = {
  readonly protocol: NonNullable<CreateListenerCommandInput["Protocol"]>;
  readonly port: number;
  readonly certificate?: string;
  /** A target group. */
  readonly group: string;
};

/** Where a listener is made. */
export interface Place {
  readonly balancer: string;
  readonly network: string;
}

/** A target group with its members, and the listener that hands clients to it. `more` gets clients beside the members. */
export async function listen(
  cloud: Cloud,
  { balancer, network }: Place,
  wanted: Placed,
  more: readonly Target[],
  context: WriteContext,
): Promise<void> {
  const group = await filled(cloud, network, wanted, more, context);
  const { name, protocol, port, certificate } = wanted;
  const hearing = { protocol, port, group, ...(certificate !== undefined && { certificate }) };
  await context.step(`listen ${name}`, {
    send: () => makeListener(cloud, balancer, hearing, context),
    find: () => listenerAt(cloud, balancer, hearing, context),
    undo: ({ id }) => endListener(cloud, id, context),
  });
}

/** A new target group with all that is to get clients. */
export async function filled(
  cloud: Cloud,
  network: string,
  wanted: Placed,
  more: readonly Target[],
  context: WriteContext,
): Promise<string> {
  const { id } = await makeGroup(cloud, network, wanted, context);
  const sharing = differing(wanted.attributes);
  if (Object.keys(sharing).length > 0)
    await context.step(`sharing ${wanted.name}`, { send: () => setAttributes(cloud, id, sharing, context) });
  const targets = [...targetsOf(wanted), ...more];
  if (targets.length > 0) await context.step(`register ${wanted.name}`, { send: () => register(cloud, id, targets, context) });
  return id;
}

const inputOf = ({ protocol, port, certificate, group }: Hearing) => ({
  Protocol: protocol,
  Port: port,
  ...(certificate !== undefined && { Certificates: [{ CertificateArn: certificate }] }),
  DefaultActions: [{ Type: "forward" as const, TargetGroupArn: group }],
});

/** CreateListener: the port is the listener's own in its balancer, by which an interrupted one is found. */
export async function makeListener({ balancing }: Cloud, balancer: string, hearing: Hearing, context: Context): Promise<Sent> {
  const input = { LoadBalancerArn: balancer, ...inputOf(hearing) };
  const answer = await balancing.write(context, (sdk, sending) => sdk.createListener(input, sending));
  return sent(answer.Listeners?.[0]?.ListenerArn, answer);
}

export async function listenerAt(cloud: Cloud, balancer: string, { port }: Hearing, context: Context): Promise<Sent | undefined> {
  const found = (await listenersOf(cloud, balancer, context)).find(({ Port }) => Port === port);
  return found?.ListenerArn === undefined ? undefined : { id: found.ListenerArn };
}

export async function endListener({ balancing }: Cloud, ListenerArn: string, context: Context): Promise<void> {
  await balancing
    .write<unknown>(context, (sdk, sending) => sdk.deleteListener({ ListenerArn }, sending))
    .catch((error) => unlessGone(error, undefined));
}

/** ModifyListener, which may be sent again without harm. */
export async function changeListener(
  { balancing }: Cloud,
  ListenerArn: string,
  hearing: Hearing,
  context: Context,
): Promise<undefined> {
  await balancing.write(context, (sdk, sending) => sdk.modifyListener({ ListenerArn, ...inputOf(hearing) }, sending));
}
