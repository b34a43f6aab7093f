import { SCOPE_TAGS, type Setting } from "@cimi-gateway/adapter";

/** What the configuration of a cloud with `adapter: ec2` may say. */
export const settings: readonly Setting[] = [
  { name: "region", type: "string", required: true, help: "The region, e.g. eu-west-1.", example: "eu-west-1" },
  {
    name: "endpoint",
    type: "string",
    help: "Address of the EC2 API; absent: that of the region.",
    example: "https://ec2.eu-west-1.amazonaws.com",
  },
  {
    name: "balancingEndpoint",
    type: "string",
    help: "Address of the Elastic Load Balancing API (version 2); absent: the endpoint, and without one that of the region.",
    example: "https://elasticloadbalancing.eu-west-1.amazonaws.com",
  },
  {
    name: "credentials.accessKeyId",
    type: "string",
    help: "Access key; absent: what the SDK's own chain finds (environment, profile, role).",
  },
  { name: "credentials.secretAccessKey", type: "string", secret: true, help: "The secret of the access key." },
  { name: "credentials.sessionToken", type: "string", secret: true, help: "The token of temporary credentials." },
  {
    name: "images.owners",
    type: "strings",
    default: ["self"],
    help: "Whose images are shown: self, amazon, aws-marketplace or account numbers. Others than self need images.names.",
  },
  {
    name: "images.names",
    type: "strings",
    help: "Names of the images shown of owners other than self; * and ? are wildcards.",
    example: "al2023-ami-*",
  },
  SCOPE_TAGS,
  {
    name: "zone",
    type: "string",
    help: "Availability zone of new Volumes and Machines that ask for none.",
    example: "eu-west-1a",
  },
  {
    name: "networkPrefix",
    type: "string",
    default: "10.0.0.0/16",
    help: "The IPv4 prefix of a new Network that is made without segments, /16 to /28.",
    example: "10.0.0.0/16",
  },
  {
    name: "firewallRules",
    type: "integer",
    default: 60,
    help: "Rules that a firewall may have in each direction: EC2's quota for rules of a security group.",
  },
  {
    name: "volumeType",
    type: "string",
    default: "gp3",
    choices: ["gp3", "gp2", "st1", "sc1", "standard"],
    help: "The EBS type of new Volumes and Disks.",
  },
  {
    name: "hibernation",
    type: "boolean",
    default: false,
    help: "Makes new Machines with an encrypted root and hibernation, so that they can be suspended.",
  },
  {
    name: "cpuSpeeds",
    type: "map",
    help: "Processor speed in megahertz by instance type, where EC2 does not tell or tells wrong.",
  },
  {
    name: "tagPrefixes",
    type: "strings",
    help: "Tags whose keys start so are shown as properties beside those written through CIMI.",
  },
  { name: "attempts", type: "integer", default: 3, help: "Sends of one call that only reads, the first included." },
  { name: "maxConnections", type: "integer", default: 32, help: "Connections to the endpoint at a time." },
];
