import { SCOPE_TAGS, type Setting } from "@cimi-gateway/adapter";

/** Identity API v3, "Authentication and token management": who asks, how that is proved, and for what. */
const credentials: readonly Setting[] = [
  { name: "credentials.username", type: "string", help: "Name of the user; needs a user domain.", example: "demo" },
  {
    name: "credentials.userId",
    insteadOf: "credentials.username",
    type: "string",
    help: "Id of the user, in place of name and domain.",
  },
  { name: "credentials.password", type: "string", secret: true, help: "The password of the user." },
  { name: "credentials.userDomainName", type: "string", help: "The domain of the user, by name.", example: "Default" },
  {
    name: "credentials.userDomainId",
    insteadOf: "credentials.userDomainName",
    type: "string",
    help: "The domain of the user, by id.",
  },
  { name: "credentials.projectName", type: "string", help: "The project to work in; needs a project domain.", example: "demo" },
  {
    name: "credentials.projectId",
    insteadOf: "credentials.projectName",
    type: "string",
    help: "Id of the project, in place of name and domain.",
  },
  { name: "credentials.projectDomainName", type: "string", help: "The domain of the project, by name.", example: "Default" },
  {
    name: "credentials.projectDomainId",
    insteadOf: "credentials.projectDomainName",
    type: "string",
    help: "The domain of the project, by id.",
  },
  {
    name: "credentials.domainName",
    insteadOf: "credentials.projectName",
    type: "string",
    help: "A domain as scope, in place of a project, by name.",
  },
  {
    name: "credentials.domainId",
    insteadOf: "credentials.projectName",
    type: "string",
    help: "A domain as scope, in place of a project, by id.",
  },
  {
    name: "credentials.systemScope",
    insteadOf: "credentials.projectName",
    type: "boolean",
    default: false,
    help: "The whole system as scope, in place of a project.",
  },
  {
    name: "credentials.applicationCredentialId",
    insteadOf: "credentials.password",
    type: "string",
    help: "Id of an application credential, in place of user and password; it brings its project.",
  },
  {
    name: "credentials.applicationCredentialName",
    insteadOf: "credentials.password",
    type: "string",
    help: "Name of an application credential; needs its user by userId, or by username and user domain.",
  },
  {
    name: "credentials.applicationCredentialSecret",
    insteadOf: "credentials.password",
    type: "string",
    secret: true,
    help: "The secret of the application credential.",
  },
  {
    name: "credentials.token",
    insteadOf: "credentials.password",
    type: "string",
    secret: true,
    help: "A token in place of user and password. Without a scope it is used as it is, until it expires; with one it is exchanged.",
  },
];

const endpoints: readonly Setting[] = [
  {
    name: "interface",
    type: "string",
    default: "public",
    choices: ["public", "internal", "admin"],
    help: "Which addresses of the service catalogue are used.",
  },
  {
    name: "endpointHosts",
    type: "strings",
    help: "Hosts, with port or without, at which endpoints of the service catalogue may be. Absent: only the host of authUrl.",
    example: "compute.example.com",
  },
  { name: "endpoints.compute", type: "string", help: "Address of the compute service, in place of the catalogue's." },
  { name: "endpoints.volume", type: "string", help: "Address of the block storage service, in place of the catalogue's." },
  { name: "endpoints.image", type: "string", help: "Address of the image service, in place of the catalogue's." },
  { name: "endpoints.network", type: "string", help: "Address of the network service, in place of the catalogue's." },
  {
    name: "endpoints.loadBalancer",
    type: "string",
    help: "Address of the load balancing service, in place of the catalogue's. Where neither has it there are no load balancers.",
  },
];

/** What the configuration of a cloud with `adapter: openstack` may say. */
export const settings: readonly Setting[] = [
  {
    name: "authUrl",
    type: "string",
    required: true,
    help: "Address of the identity service, version 3.",
    example: "https://keystone.example.com:5000/v3",
  },
  {
    name: "region",
    type: "string",
    required: true,
    help: "The region, as the service catalogue calls it.",
    example: "RegionOne",
  },
  ...credentials,
  ...endpoints,
  SCOPE_TAGS,
  { name: "zone", type: "string", help: "Availability zone of new Machines and Volumes that ask for none.", example: "nova" },
  {
    name: "networks",
    type: "strings",
    help: "Names or ids of the networks that a new Machine is in. Absent: the project's only network, or what the cloud allocates.",
    example: "private",
  },
  {
    name: "cpuArchitecture",
    type: "string",
    default: "x86_64",
    help: "The architecture of the processors, of flavors that demand none of a host: by a trait, or the extra specs hw:cpu_arch and capabilities:cpu_info:arch.",
  },
  {
    name: "configDrive",
    type: "boolean",
    default: false,
    help: "Whether new Machines get a config drive, by which userData and keys reach guests that reach no metadata service.",
  },
  {
    name: "serverGroups",
    type: "boolean",
    default: false,
    help: "Whether Machines have the extension serverGroup; a list of Machines then costs a call more.",
  },
  { name: "volumeType", type: "string", help: "The type of new Volumes and Disks; absent: the cloud's default." },
  {
    name: "propertyPrefixes",
    type: "strings",
    help: "Metadata, and tags `key=value` of networks and what is in them, whose keys start so are shown as properties beside those written through CIMI.",
  },
  { name: "attempts", type: "integer", default: 3, help: "Sends of one call that only reads, the first included." },
  { name: "maxConnections", type: "integer", default: 32, help: "Connections to each host at a time." },
];
