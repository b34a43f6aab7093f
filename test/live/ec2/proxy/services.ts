import type { Handler } from "./call.js";
import { refuseDryRun, requiredParameter } from "./call.js";
import { groups } from "./form.js";
import { interfaces } from "./interfaces.js";
import { refuse } from "./refusal.js";
import { element, itemsAt, textAt } from "./xml.js";

/** moto deletes a group that interfaces are in, and the one that EC2 made with the VPC. */
export const deleteSecurityGroup: Handler = async (call) => {
  const id = requiredParameter(call, "GroupId");
  const groups = itemsAt(await call.world.call("DescribeSecurityGroups"), "securityGroupInfo");
  const group = groups.find((one) => textAt(one, "groupId") === id);
  if (textAt(group, "groupName") === "default")
    refuse("CannotDelete", `the specified group: "${id}" name: "default" cannot be deleted by a user`);
  const naming = groups.some((one) => textAt(one, "groupId") !== id && JSON.stringify(one).includes(`"${id}"`));
  if (naming || (await interfaces(call)).some((held) => held.groups.includes(id)))
    refuse("DependencyViolation", `resource ${id} has a dependent object`);
  return call.forward();
};

/** moto answers with the table that the subnet has already. */
export const associateRouteTable: Handler = async (call) => {
  const [subnet, table] = [call.form.get("SubnetId"), requiredParameter(call, "RouteTableId")];
  const tables = itemsAt(await call.world.call("DescribeRouteTables"), "routeTableSet");
  const holder = tables.find((one) => itemsAt(one, "associationSet").some((held) => textAt(held, "subnetId") === subnet));
  const id = textAt(holder, "routeTableId");
  if (subnet !== undefined && id !== undefined && id !== table)
    refuse(
      "Resource.AlreadyAssociated",
      `the specified association for route table ${id} conflicts with an existing association`,
    );
  return call.forward();
};

export const createNatGateway: Handler = async (call) => {
  const answer = await call.forward();
  const id = textAt(answer, "natGateway", "natGatewayId") ?? "";
  call.memory.transitions.begin(id, [["pending", call.memory.durations.networkPending]]);
  call.memory.made(id);
  const [address] = itemsAt(answer, "natGateway", "natGatewayAddressSet");
  call.memory.managedInterfaces.add(textAt(address, "networkInterfaceId") ?? "");
  return answer;
};

/** moto says deleted at once, and keeps the interface and the address of the gateway. */
export const deleteNatGateway: Handler = async (call) => {
  const id = requiredParameter(call, "NatGatewayId");
  const all = itemsAt(await call.world.call("DescribeNatGateways"), "natGatewaySet");
  const gateway = all.find((one) => textAt(one, "natGatewayId") === id && textAt(one, "state") !== "deleted");
  if (!gateway) refuse("NatGatewayNotFound", `The Nat Gateway ${id} was not found`);
  refuseDryRun(call);
  const [address] = itemsAt(gateway, "natGatewayAddressSet");
  const effect = async (): Promise<void> => {
    await call.forward();
    const held = itemsAt(await call.world.call("DescribeAddresses"), "addressesSet").find(
      (one) => textAt(one, "allocationId") === textAt(address, "allocationId"),
    );
    const association = textAt(held, "associationId");
    if (association) await call.world.call("DisassociateAddress", { AssociationId: association });
    await call.world.call("DeleteNetworkInterface", { NetworkInterfaceId: textAt(address, "networkInterfaceId") ?? "" });
  };
  call.memory.transitions.begin(id, [["deleting", call.memory.durations.networkPending]], effect);
  return element(`${call.action}Response`, [element("natGatewayId", id)]);
};

/** moto forgets the tags. */
export const createDhcpOptions: Handler = async (call) => {
  const answer = await call.forward();
  const id = textAt(answer, "dhcpOptions", "dhcpOptionsId") ?? "";
  const tags = groups(call.form, "TagSpecification").flatMap((specification) => groups(specification, "Tag"));
  const named = tags.flatMap((tag, index) => [...tag].map(([name, value]) => [`Tag.${index + 1}.${name}`, value] as const));
  if (named.length > 0) await call.world.call("CreateTags", { "ResourceId.1": id, ...Object.fromEntries(named) });
  call.memory.made(id);
  return answer;
};
