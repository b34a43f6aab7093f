import type { CreateNetworkInterfaceCommandInput } from "@aws-sdk/client-ec2";
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
import { type EndpointTemplate, type Wish, wishIn } from "./endpoint-request.js";
import { unlessGone } from "./errors.js";
import { attachInterface, keepInterface } from "./interface-attachment.js";
import { machineOf, oneInterface } from "./interfaces.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { RESERVED } from "./tags.js";
import { type Sent, sent } from "./writes.js";

type Request = CreateRequest<"NetworkInterface">;
type Private = Exclude<Wish, { kind: "elastic" }>;

/**
 * CreateNetworkInterface, whose ClientToken makes a repeat harmless (PROVIDERS.md, section 4). EC2 makes none without a subnet and a first
 * address in it: both are those of the first private endpoint that is made with it, which then claims the address.
 */
export async function createInterface(cloud: Cloud, request: Request, context: WriteContext): Promise<Accepted> {
  const input = inputOf(request);
  const made = await context.step("create", {
    send: async ({ token, marker }) => {
      const tags = newTags(cloud.settings, ["network-interface"], marker, request, { [RESERVED.primary]: "" });
      const answer = await cloud.client.write(context, (ec2, sending) =>
        ec2.createNetworkInterface({ ...input, ClientToken: token, ...tags }, sending),
      );
      return sent(answer.NetworkInterface?.NetworkInterfaceId, answer);
    },
    undo: async ({ id }) => {
      await discard(cloud, id, context);
    },
  });
  const { machine } = request.template;
  if (machine) {
    await attachInterface(cloud, nativeId(machine), made.id, context);
    await context.reach("NetworkInterface", made.id, ["ENABLED"]);
    await keepInterface(cloud, made.id, context);
  }
  return { ...made, ...newOverlay(cloud.settings, request) };
}

/** @throws InvalidValue where no endpoint says in which segment the interface is */
function inputOf({ template, following = [] }: Request): CreateNetworkInterfaceCommandInput {
  for (const key of ["speed", "mtu"] as const)
    if (template[key] !== undefined)
      throw new InvalidValue("is not supported: EC2 decides it by the machine's configuration; leave it out", [key]);
  const wishes = following
    .filter(({ type }) => type === "ProtocolEndpoint")
    .map(({ template: each }) => privateWish(each as EndpointTemplate));
  const [first, ...others] = wishes.filter((wish) => wish !== undefined);
  if (!first)
    throw new InvalidValue("is missing: EC2 makes an interface in a segment; name it by an endpoint to make", [
      "endpointTemplates",
    ]);
  const elsewhere = others.find(({ subnet }) => subnet !== first.subnet);
  if (elsewhere)
    throw new InvalidValue(`are in the segments ${first.subnet} and ${elsewhere.subnet}; an interface of EC2 is in one`, [
      "endpointTemplates",
    ]);
  return { SubnetId: first.subnet, ...firstAddress(wishes.find((wish) => wish?.kind === "IPv4") ?? first) };
}

/** The endpoint is checked as if the interface were there. */
function privateWish(template: EndpointTemplate): Private | undefined {
  const wish = wishIn({ ...template, interface: template.interface ?? { href: "interfaces/new" } });
  return wish.kind === "elastic" ? undefined : wish;
}

function firstAddress({ kind, address }: Private): Partial<CreateNetworkInterfaceCommandInput> {
  if (kind === "IPv4") return address === undefined ? {} : { PrivateIpAddress: address };
  return address === undefined ? { Ipv6AddressCount: 1 } : { Ipv6Addresses: [{ Ipv6Address: address }] };
}

/** EC2 says of an interface that is in use only that its parameter is invalid: who has it is looked up before. */
export async function deleteInterface(cloud: Cloud, id: string, context: Context): Promise<Sent> {
  const holder = machineOf(await oneInterface(cloud, id, context));
  if (holder !== undefined)
    throw new ProviderFault(
      "conflict",
      `the interface ${id} connects the machine ${holder}; remove it there, or delete the machine, first`,
    );
  return discard(cloud, id, context);
}

const discard = ({ client }: Cloud, id: string, context: Context): Promise<Sent> =>
  client
    .write(context, (ec2, sending) => ec2.deleteNetworkInterface({ NetworkInterfaceId: id }, sending))
    .then(
      (answer) => sent(id, answer),
      (error) => unlessGone(error, { id }),
    );
