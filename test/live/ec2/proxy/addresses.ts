import type { Call, Handler } from "./call.js";
import { requiredParameter } from "./call.js";
import { isTrue } from "./form.js";
import { interfaceNamed } from "./interfaces.js";
import { refuse } from "./refusal.js";
import { type Element, itemsAt, textAt } from "./xml.js";

export const allocateAddress: Handler = async (call) => {
  const answer = await call.forward();
  call.memory.made(textAt(answer, "allocationId") ?? "");
  return answer;
};

/** moto takes an interface for connected that is not there, and gives one of two addresses to an interface that has one. */
export const associateAddress: Handler = async (call) => {
  const allocation = requiredParameter(call, "AllocationId");
  const target = call.form.get("NetworkInterfaceId");
  if (target !== undefined) await interfaceNamed(call, target);
  const all = itemsAt(await call.world.call("DescribeAddresses"), "addressesSet");
  const holder = textAt(
    all.find((one) => textAt(one, "allocationId") === allocation),
    "networkInterfaceId",
  );
  const other = all.find((one) => target !== undefined && textAt(one, "networkInterfaceId") === target);
  const moves = isTrue(call.form, "AllowReassociation");
  if (holder && holder !== target && !moves)
    refuse("Resource.AlreadyAssociated", `resource ${allocation} is already associated with ${holder}`);
  if (other && textAt(other, "allocationId") !== allocation)
    refuse("Resource.AlreadyAssociated", `resource ${target} has the address ${textAt(other, "publicIp")}`);
  return call.forward();
};

/** moto keeps an address on an interface that is gone; EC2 lets go of it (EC2 user guide, "Elastic IP addresses"). */
export async function deleteWithAddresses(call: Call, id: string, act: () => Promise<Element>): Promise<Element> {
  const all = itemsAt(await call.world.call("DescribeAddresses"), "addressesSet");
  const held = all.filter((one) => textAt(one, "networkInterfaceId") === id);
  const answer = await act();
  for (const one of held) await call.world.call("DisassociateAddress", { AssociationId: textAt(one, "associationId") ?? "" });
  return answer;
}

/** moto lets go of what is in use. */
export const releaseAddress: Handler = async (call) => {
  const id = requiredParameter(call, "AllocationId");
  const all = itemsAt(await call.world.call("DescribeAddresses"), "addressesSet");
  const held = all.find((one) => textAt(one, "allocationId") === id);
  if (textAt(held, "networkInterfaceId"))
    refuse("InvalidIPAddress.InUse", `Address ${textAt(held, "publicIp")} is in use by ${textAt(held, "networkInterfaceId")}.`);
  return call.forward();
};
