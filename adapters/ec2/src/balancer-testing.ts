import { answered, balanced, type NativeAnswer, type NativeRequest } from "./testing.js";

export const ARN = "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/net/cimi-1/1";
export const GROUP = "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/cimi-2/2";
const LISTENER = "arn:aws:elasticloadbalancing:eu-west-1:1:listener/net/cimi-1/1/3";

export const network = { href: "networks/vpc-1" };
export const wanted = (policies: Record<string, string>) => ({ network, type: "Load Balancer", policies });
export const joining = [{ attribute: "endpoints", item: "subnet-2.10.0.2.5" }];

const member = (content: string): string => `<member>${content}</member>`;
const tag = (key: string, value: string): string => member(`<Key>${key}</Key><Value>${value}</Value>`);

const BALANCER = member(
  `<LoadBalancerArn>${ARN}</LoadBalancerArn><LoadBalancerName>cimi-1</LoadBalancerName><DNSName>cimi-1.elb.example.com</DNSName>
   <Type>network</Type><Scheme>internal</Scheme><VpcId>vpc-1</VpcId><State><Code>active</Code></State>
   <AvailabilityZones>${member("<ZoneName>eu-west-1a</ZoneName><SubnetId>subnet-2</SubnetId>")}</AvailabilityZones>`,
);

export const subnet = (id: string, zone: string): string =>
  `<item><subnetId>${id}</subnetId><vpcId>vpc-1</vpcId><state>available</state><cidrBlock>10.0.0.0/24</cidrBlock><availabilityZone>eu-west-1${zone}</availabilityZone><tagSet><item><key>team</key><value>blue</value></item></tagSet></item>`;

const SUBNETS = answered(
  "DescribeSubnets",
  `<subnetSet>${subnet("subnet-1", "a")}${subnet("subnet-2", "a")}${subnet("subnet-3", "b")}</subnetSet>`,
);

/** The tags of what is asked for, each with its own. */
const tags =
  (own: Readonly<Record<string, string>>) =>
  ({ form }: NativeRequest): NativeAnswer => {
    const arns = Object.entries(form).flatMap(([key, arn]) => (key.startsWith("ResourceArns") ? [arn] : []));
    const described = arns.map((arn) => member(`<ResourceArn>${arn}</ResourceArn><Tags>${own[arn] ?? ""}</Tags>`));
    return balanced("DescribeTags", `<TagDescriptions>${described.join("")}</TagDescriptions>`);
  };

/** A balancer with one listener, one member and two addresses beside it: one of an endpoint, one of nothing. */
export const PRESENT = {
  DescribeLoadBalancers: balanced("DescribeLoadBalancers", `<LoadBalancers>${BALANCER}</LoadBalancers>`),
  DescribeTags: tags({
    [ARN]: `${tag("cimi-op", "id-1")}${tag("Name", "front")}${tag("cimi-properties", btoa('["team"]'))}${tag("team", "blue")}`,
    [GROUP]: `${tag("cimi-op", "id-1.group web")}${tag("cimi-listener", "web")}${tag("cimi-member.one", "machine i-1 10.0.2.7 8080")}${tag("cimi-member.left", "address 10.0.2.8 10.0.2.8")}`,
  }),
  DescribeListeners: balanced(
    "DescribeListeners",
    `<Listeners>${member(
      `<ListenerArn>${LISTENER}</ListenerArn><Protocol>TCP</Protocol><Port>443</Port><DefaultActions>${member(
        `<Type>forward</Type><TargetGroupArn>${GROUP}</TargetGroupArn>`,
      )}</DefaultActions>`,
    )}</Listeners>`,
  ),
  DescribeTargetGroups: balanced(
    "DescribeTargetGroups",
    `<TargetGroups>${member(
      `<TargetGroupArn>${GROUP}</TargetGroupArn><TargetGroupName>cimi-2</TargetGroupName><Protocol>TCP</Protocol><Port>8443</Port>
       <HealthCheckProtocol>TCP</HealthCheckProtocol><HealthCheckPort>traffic-port</HealthCheckPort><HealthCheckIntervalSeconds>30</HealthCheckIntervalSeconds>`,
    )}</TargetGroups>`,
  ),
  DescribeTargetHealth: balanced(
    "DescribeTargetHealth",
    `<TargetHealthDescriptions>${[
      ["10.0.2.5", 8443, "healthy"],
      ["10.0.2.7", 8080, "healthy"],
      ["10.0.2.9", 8443, "initial"],
      ["10.0.2.8", 8443, "draining"],
    ]
      .map(([id, port, state]) =>
        member(`<Target><Id>${id}</Id><Port>${port}</Port></Target><TargetHealth><State>${state}</State></TargetHealth>`),
      )
      .join("")}</TargetHealthDescriptions>`,
  ),
  DescribeTargetGroupAttributes: balanced(
    "DescribeTargetGroupAttributes",
    `<Attributes>${tag("stickiness.enabled", "true")}${tag("stickiness.type", "source_ip")}</Attributes>`,
  ),
  DescribeNetworkInterfaces: answered(
    "DescribeNetworkInterfaces",
    `<networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId><subnetId>subnet-2</subnetId><vpcId>vpc-1</vpcId>
     <privateIpAddress>10.0.2.5</privateIpAddress><privateIpAddressesSet><item><privateIpAddress>10.0.2.5</privateIpAddress></item></privateIpAddressesSet></item></networkInterfaceSet>`,
  ),
  ...Object.fromEntries(
    ["SecurityGroups", "RouteTables", "NatGateways", "InternetGateways", "VpnConnections", "VpnGateways", "DhcpOptions"].map(
      (name) => [`Describe${name}`, answered(`Describe${name}`)],
    ),
  ),
  DescribeEgressOnlyInternetGateways: answered("DescribeEgressOnlyInternetGateways"),
  DescribeCustomerGateways: answered("DescribeCustomerGateways"),
  DescribeVpcs: answered("DescribeVpcs"),
};

export const created = (action: string, list: string, key: string, arn: string): string =>
  balanced(action, `<${list}>${member(`<${key}>${arn}</${key}>`)}</${list}>`);

export const MAKING = {
  DescribeSubnets: SUBNETS,
  CreateLoadBalancer: created("CreateLoadBalancer", "LoadBalancers", "LoadBalancerArn", ARN),
  CreateTargetGroup: created("CreateTargetGroup", "TargetGroups", "TargetGroupArn", GROUP),
  CreateListener: created("CreateListener", "Listeners", "ListenerArn", LISTENER),
  RegisterTargets: balanced("RegisterTargets"),
  ModifyTargetGroupAttributes: balanced("ModifyTargetGroupAttributes"),
};
