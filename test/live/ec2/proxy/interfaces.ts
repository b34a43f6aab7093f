import type { Call } from "./call.js";
import { isTrue } from "./form.js";
import { refuse } from "./refusal.js";
import { child, type Element, itemsAt, textAt } from "./xml.js";

export interface Interface {
  readonly id: string;
  readonly subnetId: string;
  readonly vpcId: string;
  /** Of both versions, the first IPv4 one first. */
  readonly addresses: readonly string[];
  readonly groups: readonly string[];
  readonly attachment: { readonly id: string; readonly instanceId: string; readonly index: number } | undefined;
}

/** What an attachment of an interface is called among the transitions. */
export const interfaceKey = (id: string): string => `attachment of ${id}`;

/** Interfaces as moto has them; the proxy's own reads are not counted as calls. */
export async function interfaces(call: Call): Promise<readonly Interface[]> {
  return itemsAt(await call.world.call("DescribeNetworkInterfaces"), "networkInterfaceSet").map(interfaceFrom);
}

export async function interfaceNamed(call: Call, id: string): Promise<Interface> {
  const found = (await interfaces(call)).find((one) => one.id === id);
  return found ?? refuse("InvalidNetworkInterfaceID.NotFound", `The networkInterface ID '${id}' does not exist`);
}

function interfaceFrom(item: Element): Interface {
  return {
    id: textAt(item, "networkInterfaceId") ?? "",
    subnetId: textAt(item, "subnetId") ?? "",
    vpcId: textAt(item, "vpcId") ?? "",
    addresses: addressesIn(item),
    groups: itemsAt(item, "groupSet").map((group) => textAt(group, "groupId") ?? ""),
    attachment: attachmentIn(child(item, "attachment")),
  };
}

export const addressesIn = (item: Element): readonly string[] => [
  ...itemsAt(item, "privateIpAddressesSet").flatMap((one) => textAt(one, "privateIpAddress") || []),
  ...itemsAt(item, "ipv6AddressesSet").flatMap((one) => textAt(one, "ipv6Address") || []),
];

function attachmentIn(item: Element | undefined): Interface["attachment"] {
  const id = textAt(item, "attachmentId");
  if (!id) return undefined;
  return { id, instanceId: textAt(item, "instanceId") ?? "", index: Number(textAt(item, "deviceIndex") ?? 0) };
}

/** EC2 has an address once in a subnet. moto has it as often as it is asked for. */
export async function checkUnused(call: Call, subnetId: string, addresses: readonly string[], except?: string): Promise<void> {
  for (const held of await interfaces(call)) {
    const taken =
      held.subnetId === subnetId && held.id !== except ? addresses.find((one) => held.addresses.includes(one)) : undefined;
    if (taken !== undefined) refuse("InvalidIPAddress.InUse", `Address ${taken} is in use by ${held.id}.`);
  }
}

export const reassigns = (call: Call): boolean => isTrue(call.form, "AllowReassignment");
