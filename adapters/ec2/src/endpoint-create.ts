import type { NetworkInterface } from "@aws-sdk/client-ec2";
import type { Accepted, Context, CreateRequest, WriteContext } from "@cimi-gateway/adapter";
import { readAddress, type Values } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { createElastic } from "./elastic-create.js";
import { holderIn, type Wish, wishIn } from "./endpoint-request.js";
import { privateId } from "./endpoints.js";
import { notYet } from "./errors.js";
import { addressesOf, oneInterface, primaryOf } from "./interfaces.js";
import { assign, unassign } from "./private-addresses.js";
import { RESERVED, tagIn } from "./tags.js";
import { sent } from "./writes.js";

type Request = CreateRequest<"ProtocolEndpoint">;
type Private = Exclude<Wish, { kind: "elastic" }>;

export async function createEndpoint(cloud: Cloud, request: Request, context: WriteContext): Promise<Accepted> {
  const wish = wishIn(request.template);
  return wish.kind === "elastic" ? createElastic(cloud, request, wish, context) : createPrivate(cloud, request, wish, context);
}

/** The first endpoint of a new interface is the address that the interface was made with; each further one is assigned to it. */
async function createPrivate(cloud: Cloud, request: Request, wish: Private, context: WriteContext): Promise<Accepted> {
  const before = await context.step("addresses", { send: () => addressesBefore(cloud, wish, context) });
  const id = before.claims ? await claim(cloud, wish, context) : await assigned(cloud, wish, before.addresses, context);
  const overlay = { ...describedIn(request), origin: wish.address === undefined ? "DYNAMIC" : "STATIC" };
  return { id, overlay };
}

/** Nothing of it fits natively: private addresses bear no tags. */
function describedIn({ name, description, properties }: Request): Values {
  return Object.fromEntries(Object.entries({ name, description, properties }).filter(([, value]) => value !== undefined));
}

interface Before {
  readonly claims: boolean;
  readonly addresses: readonly string[];
  readonly [key: string]: boolean | readonly string[];
}

async function addressesBefore(cloud: Cloud, wish: Private, context: Context): Promise<Before> {
  const held = await holderIn(cloud, wish.interface, wish.subnet, context);
  return { claims: isClaimable(held, wish), addresses: addressesOf(held) };
}

function isClaimable(held: NetworkInterface, { kind, address }: Private): boolean {
  const primary = primaryOf(held);
  if (primary === undefined || tagIn(held.TagSet, RESERVED.primary) !== "") return false;
  const isSameKind = primary.includes(":") === (kind === "IPv6");
  return isSameKind && (address === undefined || address === readAddress(primary));
}

async function claim(cloud: Cloud, wish: Private, context: WriteContext): Promise<string> {
  const { client } = cloud;
  const mark = (Value: string) =>
    client.write(context, (ec2, sending) =>
      ec2.createTags({ Resources: [wish.interface], Tags: [{ Key: RESERVED.primary, Value }] }, sending),
    );
  const made = await context.step("create", {
    send: async ({ marker }) => {
      const held = await oneInterface(cloud, wish.interface, context);
      const primary = primaryOf(held);
      if (primary === undefined) throw notYet(`the interface ${wish.interface} shows no address yet`);
      return sent(privateId(held, readAddress(primary)), await mark(marker));
    },
    undo: async () => {
      await mark("");
    },
  });
  return made.id;
}

async function assigned(
  cloud: Cloud,
  { subnet, interface: target, address, kind }: Private,
  before: readonly string[],
  context: WriteContext,
): Promise<string> {
  const added = (addresses: readonly string[]) =>
    addresses.map(readAddress).find((one) => !before.map(readAddress).includes(one));
  const found = await context.step("create", {
    send: () => assign(cloud, { target, kind, address }, added, context),
    find: async () =>
      added(addressesOf(await oneInterface(cloud, target, context)).filter((one) => one.includes(":") === (kind === "IPv6"))),
    undo: (made) => unassign(cloud, target, made, context),
  });
  return `${subnet}.${found}`;
}
