import { type Accepted, type CreateRequest, nativeId, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { InvalidValue, readAddress, type Values } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { claim, claimable } from "./endpoint-claim.js";
import { type FixedWish, type FloatingWish, holderIn, wishIn } from "./endpoint-request.js";
import { fixedId } from "./endpoints.js";
import { isAt, setFixed, wantedIn } from "./fixed-ips.js";
import { release } from "./fixed-release.js";
import { connect } from "./floating-connection.js";
import { FLOATING_IPS } from "./floating-ips.js";
import { make } from "./network-writes.js";
import { type FixedIp, onePort } from "./ports.js";

type Request = CreateRequest<"ProtocolEndpoint">;

export async function createEndpoint(cloud: Cloud, request: Request, context: WriteContext): Promise<Accepted> {
  const target = request.template.interface && nativeId(request.template.interface);
  const wish = await wishIn(cloud, request.template, context);
  if (wish.kind === "floating") return createFloating(cloud, request, wish, target, context);
  if (target !== undefined) return createFixed(cloud, request, wish, target, context);
  throw new InvalidValue("is missing: OpenStack has addresses of subnets on interfaces only; name one in the network", [
    "interface",
  ]);
}

async function createFloating(
  cloud: Cloud,
  request: Request,
  { network, address }: FloatingWish,
  target: string | undefined,
  context: WriteContext,
): Promise<Accepted> {
  const input = { floating_network_id: network, ...(address !== undefined && { floating_ip_address: address }) };
  const made = await make(cloud, context, FLOATING_IPS, request, input);
  if (target !== undefined) await connect(cloud, made.id, target, context);
  return address === undefined ? made : { ...made, overlay: { ...made.overlay, origin: "STATIC" } };
}

async function createFixed(
  cloud: Cloud,
  request: Request,
  wish: FixedWish,
  target: string,
  context: WriteContext,
): Promise<Accepted> {
  const { name, description, properties } = request;
  const before = await context.step("addresses", {
    send: async () => {
      const port = await holderIn(cloud, target, wish.subnet.network_id, context);
      return { claims: claimable(port, wish) !== undefined, held: [...(port.fixed_ips ?? [])] };
    },
  });
  const id = before.claims ? await claim(cloud, wish, target, context) : await assign(cloud, wish, target, before.held, context);
  const kept = Object.entries({ name, description, properties }).filter(([, value]) => value !== undefined);
  const overlay: Values = { ...Object.fromEntries(kept), origin: wish.address === undefined ? "DYNAMIC" : "STATIC" };
  return { id, overlay };
}

/** PUT of the port with one address more; which one it got is told by those that it had before. */
async function assign(
  cloud: Cloud,
  { subnet, address }: FixedWish,
  target: string,
  before: readonly FixedIp[],
  context: WriteContext,
): Promise<string> {
  if (address !== undefined && before.some((held) => held.subnet_id === subnet.id && isAt(address)(held)))
    throw new ProviderFault("conflict", `the interface ${target} has the address ${address} already; name another`);
  const added = (after: readonly FixedIp[]): string | undefined =>
    after.find(
      ({ subnet_id, ip_address }) => subnet_id === subnet.id && !before.some((held) => isAt(readAddress(ip_address))(held)),
    )?.ip_address;
  const made = await context.step("create", {
    send: async () => {
      const after = await setFixed(cloud, target, [...before, wantedIn(subnet.id, address)], context);
      return { address: readAddress(added(after) ?? address ?? "") };
    },
    find: async () => {
      const found = added((await onePort(cloud, target, context)).fixed_ips ?? []);
      return found === undefined ? undefined : { address: readAddress(found) };
    },
    undo: (result) => release(cloud, target, result.address, context),
  });
  return fixedId(subnet.id, made.address);
}
