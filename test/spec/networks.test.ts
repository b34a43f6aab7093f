import type { Representation } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { json, titled, written, xml } from "./documents.js";
import { isShownAs, itHasTheAttributes } from "./tables.js";

const N = "http://schemas.dmtf.org/cimi/2";
const MONITORED = { meters: "collection[Meter]", eventLog: "ref" };

/** States of what is started and stopped without a word for the way there. */
const PASSING = ["CREATING", "STARTED", "STOPPED", "DELETING", "ERROR"];
const SERVING = ["CREATING", "ENABLED", "DISABLED", "DELETING", "ERROR"];
const PROTOCOLS = ["Ethernet", "IPv4", "IPv6"];

// [5.16.1-1..2]
describe("Table 30: a Network", () => {
  itHasTheAttributes("Network", {
    state: ["CREATING", "STARTING", "STARTED", "STOPPING", "STOPPED", "DELETING", "ERROR"],
    segments: "collection[ProtocolSegment]",
    services: "collection[NetworkService]",
    subnetworks: "collection[Network]",
    ...MONITORED,
  });
  isShownAs(
    "Network",
    {
      state: "STARTED",
      segments: { href: "networks/1/segments" },
      services: { href: "networks/1/services" },
      subnetworks: { href: "networks/1/subnetworks" },
      meters: { href: "networks/1/meters" },
      eventLog: { href: "eventLogs/1" },
    },
    `<state>STARTED</state><segments href="networks/1/segments"/><services href="networks/1/services"/>
      <subnetworks href="networks/1/subnetworks"/><meters href="networks/1/meters"/><eventLog href="eventLogs/1"/>`,
  );
});

// [5.16.5-2]
describe("Table 32: a ProtocolSegment", () => {
  itHasTheAttributes("ProtocolSegment", {
    state: PASSING,
    protocol: PROTOCOLS,
    noDefaultRouting: "boolean",
    endpoints: "collection[ProtocolEndpoint]",
    parameters: "map",
    ...MONITORED,
  });
  isShownAs(
    "ProtocolSegment",
    {
      state: "STARTED",
      protocol: "IPv4",
      noDefaultRouting: false,
      endpoints: { href: "segments/1/endpoints" },
      parameters: { netmask: "255.255.255.0", subnetAddress: "10.0.0.0" },
      meters: { href: "segments/1/meters" },
      eventLog: { href: "eventLogs/1" },
    },
    `<state>STARTED</state><protocol>IPv4</protocol><noDefaultRouting>false</noDefaultRouting><endpoints href="segments/1/endpoints"/>
      <parameters><parameter key="netmask">255.255.255.0</parameter><parameter key="subnetAddress">10.0.0.0</parameter></parameters>
      <meters href="segments/1/meters"/><eventLog href="eventLogs/1"/>`,
  );
});

// [5.16.9-2]
describe("Table 37: a ProtocolEndpoint", () => {
  itHasTheAttributes("ProtocolEndpoint", {
    state: SERVING,
    protocol: PROTOCOLS,
    address: "string",
    origin: ["STATIC", "DYNAMIC"],
    interface: "ref",
    parameters: "map",
    ...MONITORED,
  });
  isShownAs(
    "ProtocolEndpoint",
    {
      state: "ENABLED",
      protocol: "Ethernet",
      address: "02:00:5e:10:00:01",
      origin: "DYNAMIC",
      interface: { href: "interfaces/1" },
      parameters: { aliases: "02:00:5e:10:00:02" },
      meters: { href: "endpoints/1/meters" },
      eventLog: { href: "eventLogs/1" },
    },
    `<state>ENABLED</state><protocol>Ethernet</protocol><address>02:00:5e:10:00:01</address><origin>DYNAMIC</origin>
      <interface href="interfaces/1"/><parameters><parameter key="aliases">02:00:5e:10:00:02</parameter></parameters>
      <meters href="endpoints/1/meters"/><eventLog href="eventLogs/1"/>`,
  );
});

// [5.16.13-1]
describe("Table 42: a NetworkInterface", () => {
  itHasTheAttributes("NetworkInterface", {
    state: SERVING,
    endpoints: "collection[ProtocolEndpoint]",
    speed: "integer",
    mtu: "integer",
    ...MONITORED,
  });
  isShownAs(
    "NetworkInterface",
    {
      state: "DISABLED",
      endpoints: { href: "interfaces/1/endpoints" },
      speed: 1_000_000_000,
      mtu: 1500,
      meters: { href: "interfaces/1/meters" },
      eventLog: { href: "eventLogs/1" },
    },
    `<state>DISABLED</state><endpoints href="interfaces/1/endpoints"/><speed>1000000000</speed><mtu>1500</mtu>
      <meters href="interfaces/1/meters"/><eventLog href="eventLogs/1"/>`,
  );
});

// [5.16.17-1]
describe("Table 44: a NetworkService", () => {
  itHasTheAttributes("NetworkService", {
    state: PASSING,
    type: [
      ...["Load Balancer", "QoS", "Firewall", "VPN", "DHCP", "DNS", "NAT", "Gateway", "Layer4 Port Forwarding", "IP Routing"],
      ...["Virtual Network Device", "Other"],
    ],
    endpoints: "collection[ProtocolEndpoint]",
    segments: "collection[ProtocolSegment]",
    policies: "map",
    ...MONITORED,
  });
  isShownAs(
    "NetworkService",
    {
      state: "STOPPED",
      type: "Firewall",
      endpoints: { href: "networkServices/1/endpoints" },
      segments: { href: "networkServices/1/segments" },
      policies: { "rule.web": "allow in tcp 443" },
      meters: { href: "networkServices/1/meters" },
      eventLog: { href: "eventLogs/1" },
    },
    `<state>STOPPED</state><type>Firewall</type><endpoints href="networkServices/1/endpoints"/>
      <segments href="networkServices/1/segments"/><policies><policy key="rule.web">allow in tcp 443</policy></policies>
      <meters href="networkServices/1/meters"/><eventLog href="eventLogs/1"/>`,
  );
});

// [5.16.18-1]
describe("5.16.18: a NetworkServiceCollection, whose items are grouped as services", () => {
  const services: Representation = {
    type: "NetworkService",
    collects: true,
    values: { id: "networkServices", count: 1 },
    items: [{ type: "NetworkService", values: { id: "networkServices/1", type: "DNS" } }],
    operations: [{ rel: "add", href: "networkServices" }],
  };
  const forms = [
    json(2, {
      resourceURI: `${N}/NetworkServiceCollection`,
      id: "networkServices",
      count: 1,
      services: [{ resourceURI: `${N}/NetworkService`, id: "networkServices/1", type: "DNS" }],
      operations: [{ rel: "add", href: "networkServices" }],
    }),
    xml(
      2,
      `<Collection resourceURI="${N}/NetworkServiceCollection" xmlns="${N}">
        <id>networkServices</id><count>1</count>
        <services><NetworkService><id>networkServices/1</id><type>DNS</type></NetworkService></services>
        <operations><operation rel="add" href="networkServices"/></operations>
      </Collection>`,
    ),
  ];

  it.each(titled(forms))("%s is written so", (_, { text, format, edition }) => {
    expect(written(services, format, edition)).toBe(text);
  });
});
