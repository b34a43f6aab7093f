import { deleteWithAddresses } from "./addresses.js";
import type { Call } from "./call.js";
import { groups, isTrue } from "./form.js";
import { interfaceKey, interfaceNamed, interfaces } from "./interfaces.js";
import { refuse } from "./refusal.js";
import { type Element, itemsAt, textAt } from "./xml.js";

/** moto launches with interfaces that another machine has; EC2 wants no flag for what existed before. */
export async function checkInterfaces(call: Call): Promise<void> {
  for (const named of groups(call.form, "NetworkInterface")) {
    const id = named.get("NetworkInterfaceId");
    if (id === undefined) continue;
    if (isTrue(named, "DeleteOnTermination"))
      refuse("InvalidParameterCombination", "deleteOnTermination cannot be true for an existing network interface");
    if (call.form.has("SubnetId") || call.form.has("SecurityGroupId.1"))
      refuse(
        "InvalidParameterCombination",
        "Network interfaces and an instance-level subnet ID may not be specified on the same request",
      );
    if ((await interfaceNamed(call, id)).attachment) refuse("InvalidNetworkInterface.InUse", `Interface: [${id}] in use.`);
  }
}

/** What a launch makes by itself goes with the instance; moto keeps it. */
export function launchedInterfaces(call: Call, instance: Element): void {
  const given = new Set(groups(call.form, "NetworkInterface").flatMap((one) => one.get("NetworkInterfaceId") ?? []));
  for (const item of itemsAt(instance, "networkInterfaceSet")) {
    const id = textAt(item, "networkInterfaceId") ?? "";
    if (!given.has(id)) call.memory.goingInterfaces.add(id);
    call.memory.transitions.begin(interfaceKey(id), [["attaching", call.memory.durations.attaching]]);
  }
}

/** Once an instance is gone, moto still has its interfaces in use. */
export function releaseInterfaces(call: Call, instanceIds: readonly string[]): void {
  const effect = async (): Promise<void> => {
    for (const { id, attachment } of await interfaces(call)) {
      if (attachment === undefined || !instanceIds.includes(attachment.instanceId)) continue;
      if (call.memory.goingInterfaces.delete(id))
        await deleteWithAddresses(call, id, () => call.world.call("DeleteNetworkInterface", { NetworkInterfaceId: id }));
      else await freed(call, id, attachment.id, attachment.instanceId);
    }
  };
  const milliseconds = call.memory.durations.instanceShuttingDown;
  call.memory.transitions.begin(`interfaces of ${instanceIds.join()}`, [["in-use", milliseconds]], effect);
}

/** moto detaches none that is an instance's last, and fails where it has no first one: another takes its place, and is gone from lists. */
async function freed(call: Call, id: string, attachment: string, instance: string): Promise<void> {
  const { subnetId } = await interfaceNamed(call, id);
  const answer = await call.world.call("CreateNetworkInterface", { SubnetId: subnetId });
  const other = textAt(answer, "networkInterface", "networkInterfaceId") ?? "";
  await call.world.call("AttachNetworkInterface", { NetworkInterfaceId: other, InstanceId: instance, DeviceIndex: "99" });
  await call.world.call("DetachNetworkInterface", { AttachmentId: attachment });
  await call.world.call("AttachNetworkInterface", { NetworkInterfaceId: other, InstanceId: instance, DeviceIndex: "0" });
  await call.world.call("DeleteNetworkInterface", { NetworkInterfaceId: other });
}
