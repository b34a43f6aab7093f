import {
  type Accepted,
  type Context,
  type CreateRequest,
  nativeId,
  ProviderFault,
  type WriteContext,
} from "@cimi-gateway/adapter";
import { InvalidValue } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { UNCLAIMED } from "./endpoint-claim.js";
import { type EndpointTemplate, type FixedWish, wishIn } from "./endpoint-request.js";
import { wantedIn } from "./fixed-ips.js";
import { attachInterface, keepInterface } from "./interface-attachment.js";
import { type Body, discard, make } from "./network-writes.js";
import { machineOf, onePort, PORTS } from "./ports.js";
import type { Sent } from "./writes.js";

type Request = CreateRequest<"NetworkInterface">;

/**
 * POST /ports, with the addresses of all endpoints that are made with it, since a machine takes none without: each endpoint then claims its
 * address.
 */
export async function createInterface(cloud: Cloud, request: Request, context: WriteContext): Promise<Accepted> {
  const { machine, initialState } = request.template;
  const wishes = await wishesIn(cloud, request, context);
  const input = { ...inputOf(wishes), admin_state_up: initialState !== "DISABLED" };
  const tags = { [UNCLAIMED]: String(wishes.length) };
  const made = await make(cloud, context, PORTS, request, input, { tags });
  if (machine) {
    await attachInterface(cloud, nativeId(machine), made.id, context);
    await keepInterface(cloud, nativeId(machine), made.id, context);
  }
  return made;
}

/** Those in subnets: what an interface has in an external network is connected with it later. @throws InvalidValue */
async function wishesIn(cloud: Cloud, { template, following = [] }: Request, context: Context): Promise<readonly FixedWish[]> {
  for (const key of ["speed", "mtu"] as const)
    if (template[key] !== undefined)
      throw new InvalidValue("is not supported: OpenStack decides it by the network; leave it out", [key]);
  const templates = following.filter(({ type }) => type === "ProtocolEndpoint").map((each) => each.template as EndpointTemplate);
  const wishes: FixedWish[] = [];
  for (const each of templates) {
    const wish = await wishIn(cloud, each, context);
    if (wish.kind !== "floating") wishes.push(wish);
  }
  return wishes;
}

function inputOf(wishes: readonly FixedWish[]): Body {
  const [first] = wishes;
  if (!first)
    throw new InvalidValue("is missing: OpenStack makes an interface in a network; name a segment of it by an endpoint to make", [
      "endpointTemplates",
    ]);
  const { network_id } = first.subnet;
  const elsewhere = wishes.find(({ subnet }) => subnet.network_id !== network_id);
  if (elsewhere)
    throw new InvalidValue(
      `are in the networks ${network_id} and ${elsewhere.subnet.network_id}; an interface of OpenStack is in one`,
      ["endpointTemplates"],
    );
  return { network_id, fixed_ips: wishes.map(({ subnet, address }) => wantedIn(subnet.id, address)) };
}

/** Neutron would take a port from the machine that has it. */
export async function deleteInterface(cloud: Cloud, id: string, context: Context): Promise<Sent> {
  const holder = machineOf(await onePort(cloud, id, context));
  if (holder !== undefined)
    throw new ProviderFault(
      "conflict",
      `the interface ${id} connects the machine ${holder}; remove it there, or delete the machine, first`,
    );
  return discard(cloud, context, PORTS, id);
}
