import type { Call, Handler } from "./call.js";
import { groups, numbered } from "./form.js";
import { named } from "./named.js";
import { markedPage, whole } from "./paging.js";
import { refuse } from "./refusal.js";
import { child, descendant, type Element, element, itemsAt, setChild, textAt } from "./xml.js";

const LIST = ["DescribeLoadBalancersResult", "LoadBalancers"] as const;

/** The subnets that a form names: by themselves, or with addresses. */
function subnetsIn({ form }: Call): readonly string[] {
  const mapped = groups(form, "SubnetMappings.member").flatMap((mapping) => mapping.get("SubnetId") ?? []);
  return [...numbered(form, "Subnets.member"), ...mapped];
}

/** moto takes several subnets of a zone, an application load balancer in one zone, and one for the internet where none leads there. */
export const createLoadBalancer: Handler = named(
  { list: "DescribeLoadBalancers", taken: "DuplicateLoadBalancerName" },
  async (call) => {
    const wanted = new Set(subnetsIn(call));
    const present = itemsAt(await call.world.call("DescribeSubnets"), "subnetSet");
    const subnets = present.filter((one) => wanted.has(textAt(one, "subnetId") ?? ""));
    if (subnets.length < wanted.size) refuse("SubnetNotFound", "One or more subnets do not exist");
    const zones = new Set(subnets.map((one) => textAt(one, "availabilityZone")));
    if (zones.size < subnets.length)
      refuse(
        "InvalidConfigurationRequest",
        "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
      );
    if (call.form.get("Type") !== "network" && zones.size < 2)
      refuse("ValidationError", "At least two subnets in two different Availability Zones must be specified");
    await refuseUnreachable(call, textAt(subnets[0], "vpcId") ?? "");
    const answer = await call.forward();
    const arn = textAt(itemsAt(answer, "CreateLoadBalancerResult", "LoadBalancers")[0], "LoadBalancerArn") ?? "";
    call.memory.transitions.begin(arn, [["provisioning", call.memory.durations.networkPending]]);
    call.memory.made(arn);
    return answer;
  },
);

async function refuseUnreachable({ form, world }: Call, vpc: string): Promise<void> {
  if (form.get("Scheme") === "internal") return;
  const gateways = itemsAt(await world.call("DescribeInternetGateways"), "internetGatewaySet");
  const isAttached = gateways.some((one) => itemsAt(one, "attachmentSet").some((held) => textAt(held, "vpcId") === vpc));
  if (!isAttached) refuse("InvalidSubnet", `VPC ${vpc} has no internet gateway`);
}

/** moto says active with the first look. */
export const describeLoadBalancers: Handler = async (call) => {
  const hidden = numbered(call.form, "LoadBalancerArns.member").find((arn) => call.memory.isHidden(arn));
  if (hidden !== undefined) refuse("LoadBalancerNotFound", "One or more load balancers not found");
  const answer = await call.forward(whole(call.form));
  const list = descendant(answer, ...LIST);
  for (const item of list?.children ?? []) showState(item, call);
  if (list) list.children = list.children.filter((item) => !call.memory.isHidden(textAt(item, "LoadBalancerArn")));
  if (call.form.has("Names.member.1") && list?.children.length === 0)
    refuse("LoadBalancerNotFound", "One or more load balancers not found");
  return markedPage(answer, LIST, call.form, call.memory.pageSize);
};

function showState(item: Element, { memory }: Call): void {
  const state = memory.transitions.state(textAt(item, "LoadBalancerArn") ?? "");
  if (state !== undefined && child(item, "State")) setChild(item, element("State", [element("Code", state)]));
}

/** What a load balancer keeps, by the interfaces that it has there, of which moto makes none. */
export async function refuseBalanced(call: Call, holds: (balancer: Element) => boolean, message: string): Promise<void> {
  const balancers = itemsAt(await call.world.balancing("DescribeLoadBalancers", { PageSize: "1000000" }), ...LIST);
  if (balancers.some(holds)) refuse("DependencyViolation", message);
}

export const isInSubnet =
  (subnet: string) =>
  (balancer: Element): boolean =>
    itemsAt(balancer, "AvailabilityZones").some((zone) => textAt(zone, "SubnetId") === subnet);
