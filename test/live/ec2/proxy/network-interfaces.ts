import { deleteWithAddresses } from "./addresses.js";
import type { Call, Handler } from "./call.js";
import { refuseDryRun, requiredParameter } from "./call.js";
import { isTrue, numbered } from "./form.js";
import { checkUnused, type Interface, interfaceKey, interfaceNamed, interfaces, reassigns } from "./interfaces.js";
import { checkInside } from "./prefixes.js";
import { done, refuse } from "./refusal.js";
import { type Element, element, itemsAt, itemsElement, textAt } from "./xml.js";

/** moto takes any address, as often as it is asked for it. */
export const createNetworkInterface: Handler = async (call) => {
  const subnet = await subnetNamed(call, requiredParameter(call, "SubnetId"));
  const given = call.form.get("PrivateIpAddress");
  if (given !== undefined) {
    checkInside(textAt(subnet, "cidrBlock") ?? "", given);
    await checkUnused(call, textAt(subnet, "subnetId") ?? "", [given]);
  }
  const answer = await call.forward();
  call.memory.made(textAt(answer, "networkInterface", "networkInterfaceId") ?? "");
  return answer;
};

export async function subnetNamed(call: Call, id: string): Promise<Element> {
  const found = itemsAt(await call.world.call("DescribeSubnets"), "subnetSet").find((one) => textAt(one, "subnetId") === id);
  return found ?? refuse("InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`);
}

/** moto deletes what a machine uses. */
export const deleteNetworkInterface: Handler = async (call) => {
  const held = await interfaceNamed(call, requiredParameter(call, "NetworkInterfaceId"));
  if (held.attachment) refuse("InvalidParameterValue", `Network interface '${held.id}' is currently in use.`);
  return deleteWithAddresses(call, held.id, () => call.forward());
};

/** moto attaches what another machine has, and where another interface is. */
export const attachNetworkInterface: Handler = async (call) => {
  const held = await interfaceNamed(call, requiredParameter(call, "NetworkInterfaceId"));
  const instance = await call.world.instance(requiredParameter(call, "InstanceId"));
  const index = Number(requiredParameter(call, "DeviceIndex"));
  if (held.attachment) refuse("InvalidNetworkInterface.InUse", `Interface: [${held.id}] in use.`);
  if (!["running", "stopped"].includes(instance.state))
    refuse("IncorrectState", `Instance ${instance.id} is not in a state in which an interface can be attached.`);
  const taken = (await interfaces(call)).some(
    ({ attachment }) => attachment?.instanceId === instance.id && attachment.index === index,
  );
  if (taken)
    refuse("InvalidParameterValue", `Instance '${instance.id}' already has an interface attached at device index '${index}'.`);
  const answer = await call.forward();
  call.memory.transitions.begin(interfaceKey(held.id), [["attaching", call.memory.durations.attaching]]);
  return answer;
};

/** moto is told only when `detaching` is over; it refuses the last one, EC2 the first. */
export const detachNetworkInterface: Handler = async (call) => {
  const id = requiredParameter(call, "AttachmentId");
  const held = (await interfaces(call)).find(({ attachment }) => attachment?.id === id);
  if (!held?.attachment) return refuse("InvalidAttachmentID.NotFound", `The attachment '${id}' does not exist`);
  if (held.attachment.index === 0) refuse("OperationNotPermitted", `The network interface at device index 0 cannot be detached.`);
  refuseDryRun(call);
  const effect = async () => void (await call.forward());
  call.memory.transitions.begin(interfaceKey(held.id), [["detaching", call.memory.durations.detaching]], effect);
  return done(call.action);
};

/** moto knows nothing of what an attached interface does when its machine goes. */
export const modifyNetworkInterfaceAttribute: Handler = async (call) => {
  const held = await interfaceNamed(call, requiredParameter(call, "NetworkInterfaceId"));
  const attachment = call.form.get("Attachment.AttachmentId");
  if (attachment === undefined) return call.forward();
  if (held.attachment?.id !== attachment) refuse("InvalidAttachmentID.NotFound", `The attachment '${attachment}' does not exist`);
  if (isTrue(call.form, "Attachment.DeleteOnTermination")) call.memory.goingInterfaces.add(held.id);
  else call.memory.goingInterfaces.delete(held.id);
  return done(call.action);
};

/** moto answers with all addresses of the interface, and takes none from another. */
export const assignPrivateIpAddresses: Handler = async (call) => {
  const held = await interfaceNamed(call, requiredParameter(call, "NetworkInterfaceId"));
  const wanted = numbered(call.form, "PrivateIpAddress");
  const prefix = textAt(await subnetNamed(call, held.subnetId), "cidrBlock") ?? "";
  for (const address of wanted) checkInside(prefix, address);
  if (reassigns(call)) await takeAway(call, held, wanted);
  else await checkUnused(call, held.subnetId, wanted);
  await call.forward();
  const after = (await interfaceNamed(call, held.id)).addresses;
  const assigned = after.filter((one) => !one.includes(":") && (!held.addresses.includes(one) || wanted.includes(one)));
  return element(`${call.action}Response`, [
    element("networkInterfaceId", held.id),
    itemsElement(
      "assignedPrivateIpAddressesSet",
      assigned.map((one) => [element("privateIpAddress", one)]),
    ),
  ]);
};

async function takeAway(call: Call, target: Interface, addresses: readonly string[]): Promise<void> {
  for (const held of await interfaces(call)) {
    const own =
      held.subnetId === target.subnetId && held.id !== target.id ? held.addresses.filter((one) => addresses.includes(one)) : [];
    if (own.includes(held.addresses[0] ?? ""))
      refuse("InvalidParameterValue", `The address ${own[0]} is the primary one of ${held.id}.`);
    for (const one of own)
      await call.world.call("UnassignPrivateIpAddresses", { NetworkInterfaceId: held.id, "PrivateIpAddress.1": one });
  }
}

/** moto takes the primary address away as well. */
export const unassignPrivateIpAddresses: Handler = async (call) => {
  const held = await interfaceNamed(call, requiredParameter(call, "NetworkInterfaceId"));
  for (const address of numbered(call.form, "PrivateIpAddress")) {
    if (address === held.addresses[0] || !held.addresses.includes(address))
      refuse("InvalidParameterValue", `Some of the addresses [${address}] are not secondary ones of interface ${held.id}`);
  }
  return call.forward();
};
