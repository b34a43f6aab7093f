import { describe } from "@jest/globals";
import { isShownAs, itHasTheAttributes } from "./tables.js";

const MONITORING = { meterTemplates: "MeterTemplate[]", eventLogTemplate: "ref" };
const PROTOCOLS = ["Ethernet", "IPv4", "IPv6"];

/** The last rows of every template's table. */
const watching = { meterTemplates: [{ href: "meterTemplates/1" }], eventLogTemplate: { href: "eventLogTemplates/1" } };
const WATCHING = `<meterTemplates><meterTemplate href="meterTemplates/1"/></meterTemplates><eventLogTemplate href="eventLogTemplates/1"/>`;

// [5.16.3-3]
describe("Table 31: a NetworkTemplate", () => {
  itHasTheAttributes("NetworkTemplate", {
    initialState: "string",
    segments: "ProtocolSegment[]",
    segmentTemplates: "ProtocolSegmentTemplate[]",
    services: "NetworkService[]",
    serviceTemplates: "NetworkServiceTemplate[]",
    subnetworks: "Network[]",
    subnetworkTemplates: "NetworkTemplate[]",
    ...MONITORING,
  });
  isShownAs(
    "NetworkTemplate",
    {
      initialState: "STARTED",
      segments: [{ href: "segments/1" }, { href: "segments/2" }],
      segmentTemplates: [{ href: "segmentTemplates/1" }],
      services: [{ href: "networkServices/1" }],
      serviceTemplates: [{ href: "networkServiceTemplates/1" }],
      subnetworks: [{ href: "networks/2" }],
      subnetworkTemplates: [{ href: "networkTemplates/2" }],
      ...watching,
    },
    `<initialState>STARTED</initialState><segments><segment href="segments/1"/><segment href="segments/2"/></segments>
      <segmentTemplates><segmentTemplate href="segmentTemplates/1"/></segmentTemplates>
      <services><service href="networkServices/1"/></services>
      <serviceTemplates><serviceTemplate href="networkServiceTemplates/1"/></serviceTemplates>
      <subnetworks><subnetwork href="networks/2"/></subnetworks>
      <subnetworkTemplates><subnetworkTemplate href="networkTemplates/2"/></subnetworkTemplates>${WATCHING}`,
  );
});

// [5.16.7-5]
describe("Table 36: a ProtocolSegmentTemplate", () => {
  itHasTheAttributes("ProtocolSegmentTemplate", {
    network: "ref",
    initialState: "string",
    protocol: PROTOCOLS,
    noDefaultRouting: "boolean",
    endpoints: "ProtocolEndpoint[]",
    endpointTemplates: "ProtocolEndpointTemplate[]",
    parameters: "map",
    ...MONITORING,
  });
  isShownAs(
    "ProtocolSegmentTemplate",
    {
      network: { href: "networks/1" },
      initialState: "STOPPED",
      protocol: "IPv6",
      noDefaultRouting: true,
      endpoints: [{ href: "endpoints/1" }],
      endpointTemplates: [{ href: "endpointTemplates/1" }],
      parameters: { prefixLength: "64", subnetAddress: "2001:db8::" },
      ...watching,
    },
    `<network href="networks/1"/><initialState>STOPPED</initialState><protocol>IPv6</protocol>
      <noDefaultRouting>true</noDefaultRouting><endpoints><endpoint href="endpoints/1"/></endpoints>
      <endpointTemplates><endpointTemplate href="endpointTemplates/1"/></endpointTemplates>
      <parameters><parameter key="prefixLength">64</parameter><parameter key="subnetAddress">2001:db8::</parameter></parameters>${WATCHING}`,
  );
});

// [5.16.11-6]
describe("Table 41: a ProtocolEndpointTemplate", () => {
  itHasTheAttributes("ProtocolEndpointTemplate", {
    initialState: "string",
    address: "string",
    origin: ["STATIC", "DYNAMIC"],
    interface: "ref",
    parameters: "map",
    ...MONITORING,
  });
  isShownAs(
    "ProtocolEndpointTemplate",
    {
      initialState: "ENABLED",
      address: "10.0.0.7",
      origin: "STATIC",
      interface: { href: "interfaces/1" },
      parameters: { hostname: "www.example.com" },
      ...watching,
    },
    `<initialState>ENABLED</initialState><address>10.0.0.7</address><origin>STATIC</origin><interface href="interfaces/1"/>
      <parameters><parameter key="hostname">www.example.com</parameter></parameters>${WATCHING}`,
  );
});

// [5.16.15-3]
describe("Table 43: a NetworkInterfaceTemplate, whose endpoints are an array (ERRATA)", () => {
  itHasTheAttributes("NetworkInterfaceTemplate", {
    initialState: "string",
    endpoints: "ProtocolEndpoint[]",
    speed: "integer",
    mtu: "integer",
    ...MONITORING,
  });
  isShownAs(
    "NetworkInterfaceTemplate",
    {
      initialState: "ENABLED",
      endpoints: [{ href: "endpoints/1" }, { href: "endpoints/2" }],
      speed: 1_000_000_000,
      mtu: 1500,
      ...watching,
    },
    `<initialState>ENABLED</initialState><endpoints><endpoint href="endpoints/1"/><endpoint href="endpoints/2"/></endpoints>
      <speed>1000000000</speed><mtu>1500</mtu>${WATCHING}`,
  );
});

// [5.16.19-5]
describe("Table 45: a NetworkServiceTemplate, whose type is that of a service (ERRATA)", () => {
  itHasTheAttributes("NetworkServiceTemplate", {
    network: "ref",
    initialState: "string",
    type: [
      ...["Load Balancer", "QoS", "Firewall", "VPN", "DHCP", "DNS", "NAT", "Gateway", "Layer4 Port Forwarding", "IP Routing"],
      ...["Virtual Network Device", "Other"],
    ],
    endpoints: "ProtocolEndpoint[]",
    segments: "ProtocolSegment[]",
    policies: "map",
    ...MONITORING,
  });
  isShownAs(
    "NetworkServiceTemplate",
    {
      network: { href: "networks/1" },
      initialState: "STARTED",
      type: "Layer4 Port Forwarding",
      endpoints: [{ href: "endpoints/1" }],
      segments: [{ href: "segments/1" }],
      policies: { "forward.web": "tcp 8080 to 10.0.0.7:80" },
      ...watching,
    },
    `<network href="networks/1"/><initialState>STARTED</initialState><type>Layer4 Port Forwarding</type>
      <endpoints><endpoint href="endpoints/1"/></endpoints><segments><segment href="segments/1"/></segments>
      <policies><policy key="forward.web">tcp 8080 to 10.0.0.7:80</policy></policies>${WATCHING}`,
  );
});
