import type { Call, Handler } from "./call.js";
import { requiredParameter } from "./call.js";
import { interfaces } from "./interfaces.js";
import { isInSubnet, refuseBalanced } from "./load-balancers.js";
import { overlap } from "./prefixes.js";
import { refuse } from "./refusal.js";
import { type Element, itemsAt, textAt } from "./xml.js";

/** A VPC and a subnet are pending for a while, which moto leaves out. */
const making =
  (container: string, idName: string, check?: (call: Call) => Promise<void>): Handler =>
  async (call) => {
    await check?.(call);
    const answer = await call.forward();
    const id = textAt(answer, container, idName) ?? "";
    call.memory.transitions.begin(id, [["pending", call.memory.durations.networkPending]]);
    call.memory.made(id);
    return answer;
  };

export const createVpc = making("vpc", "vpcId");

/** moto takes overlapping prefixes by another code. */
export const createSubnet = making("subnet", "subnetId", async (call) => {
  const [vpc, prefix] = [requiredParameter(call, "VpcId"), call.form.get("CidrBlock")];
  if (prefix === undefined) return;
  const subnets = itemsAt(await call.world.call("DescribeSubnets"), "subnetSet").filter((one) => textAt(one, "vpcId") === vpc);
  const taken = subnets.find((one) => overlap(textAt(one, "cidrBlock") ?? "", prefix));
  if (taken) refuse("InvalidSubnet.Conflict", `The CIDR '${prefix}' conflicts with another subnet`);
});

/** moto deletes what interfaces are in. */
export const deleteSubnet: Handler = async (call) => {
  const id = requiredParameter(call, "SubnetId");
  if ((await interfaces(call)).some(({ subnetId }) => subnetId === id))
    refuse("DependencyViolation", `The subnet '${id}' has dependencies and cannot be deleted.`);
  await refuseBalanced(call, isInSubnet(id), `The subnet '${id}' has dependencies and cannot be deleted.`);
  return call.forward();
};

/** What keeps a VPC, beside what moto looks at itself: the list, its set, and whether an item counts. */
const KEEPERS: readonly (readonly [action: string, set: string, keeps: (item: Element, vpc: string) => boolean])[] = [
  ["DescribeNetworkInterfaces", "networkInterfaceSet", isIn],
  ["DescribeSecurityGroups", "securityGroupInfo", (item, vpc) => isIn(item, vpc) && textAt(item, "groupName") !== "default"],
  ["DescribeInternetGateways", "internetGatewaySet", isAttached],
  ["DescribeEgressOnlyInternetGateways", "egressOnlyInternetGatewaySet", isAttached],
];

function isIn(item: Element, vpc: string): boolean {
  return textAt(item, "vpcId") === vpc;
}

function isAttached(item: Element, vpc: string): boolean {
  return itemsAt(item, "attachmentSet").some((one) => isIn(one, vpc));
}

export const deleteVpc: Handler = async (call) => {
  const id = requiredParameter(call, "VpcId");
  for (const [action, set, keeps] of KEEPERS) {
    const held = itemsAt(await call.world.call(action), set).some((item) => keeps(item, id));
    if (held) refuse("DependencyViolation", `The vpc '${id}' has dependencies and cannot be deleted.`);
  }
  const isIn = (balancer: Element): boolean => textAt(balancer, "VpcId") === id;
  await refuseBalanced(call, isIn, `The vpc '${id}' has dependencies and cannot be deleted.`);
  return call.forward();
};

/** moto takes a block that the VPC has. No reference names the code of EC2 for it; the general one is taken. */
export const associateVpcCidrBlock: Handler = async (call) => {
  const [vpc, block] = [requiredParameter(call, "VpcId"), call.form.get("CidrBlock")];
  const found = itemsAt(await call.world.call("DescribeVpcs"), "vpcSet").find((one) => isIn(one, vpc));
  const blocks = itemsAt(found, "cidrBlockAssociationSet").filter(
    (one) => textAt(one, "cidrBlockState", "state") === "associated",
  );
  if (block !== undefined && blocks.some((one) => overlap(textAt(one, "cidrBlock") ?? "", block)))
    refuse("InvalidParameterValue", `The CIDR '${block}' conflicts with another one of the VPC`);
  const answer = await call.forward();
  const made = ["cidrBlockAssociation", "ipv6CidrBlockAssociation"].flatMap(
    (name) => textAt(answer, name, "associationId") ?? [],
  );
  for (const id of made) call.memory.transitions.begin(id, [["associating", call.memory.durations.networkPending]]);
  return answer;
};
