import { describe, expect, it } from "@jest/globals";
import { readPolicies, type ServiceType, unsupportedBy, writePolicies } from "./policies.js";

const accepted: readonly (readonly [ServiceType, string, string, string])[] = [
  ["IP Routing", "route.a", "0.0.0.0/0 via somewhere", ""],
  ["IP Routing", "route.a", "10.0.0.0/16 via local", "10.0.0.0/16 via local"],
  [
    "IP Routing",
    "route.a",
    "list:pl-1 priority 5 via interface:networkInterfaces/3",
    "list:pl-1 via interface:networkInterfaces/3 priority 5",
  ],
  ["IP Routing", "route.a", "::/0 via name:tgw-1 learned unreachable", "::/0 via name:tgw-1 learned unreachable"],
  ["IP Routing", "route.a", "::/0 via 2001:DB8::1", "::/0 via 2001:db8::1"],
  ["IP Routing", "route.a", "10.0.0.0/8", ""],
  ["IP Routing", "main", "yes", ""],
  ["IP Routing", "autonomousSystem", "4294967296", ""],
  [
    "Load Balancer",
    "listener.web",
    "https 443,8443 certificates name:imported,credential:credentials/1",
    "https 443, 8443 certificates imported, credential:credentials/1",
  ],
  ["Load Balancer", "listener.web", "https 443 certificates name:credential:odd", "https 443 certificates name:credential:odd"],
  ["Load Balancer", "listener.web", "gopher 70", ""],
  ["Load Balancer", "member.a", "10.0.0.5 port 8080 weight 10", "10.0.0.5 port 8080 weight 10"],
  ["Load Balancer", "member.a", "10.0.0.5:8080", ""],
  ["Load Balancer", "health.a", "http every 1m path /a,b", ""],
  ["Load Balancer", "health.a", "http every 1m path '/a,b'", "http path '/a,b' every 60s"],
  ["NAT", "source", "10.0.0.0/16,segment:protocolSegments/1", "10.0.0.0/16, segment:protocolSegments/1"],
  ["NAT", "external", "203.0.113.7", "203.0.113.7"],
  ["NAT", "static.a", "10.0.0.5 as automatic", "10.0.0.5 as automatic"],
  ["NAT", "timeout.gre", "30", ""],
  ["Layer4 Port Forwarding", "forward.ssh", "tcp 2222 to 10.0.0.5 port 22", "tcp 2222 to 10.0.0.5 port 22"],
  ["Layer4 Port Forwarding", "forward.ssh", "tcp 8000-8009 to machine:machines/1 port 80", ""],
  [
    "Layer4 Port Forwarding",
    "forward.ssh",
    "tcp 8000-8009 to machine:machines/1 port 0-9",
    "tcp 8000-8009 to machine:machines/1 port 0-9",
  ],
  ["Layer4 Port Forwarding", "forward.ssh", "tcp 2222", ""],
  ["VPN", "tunnel.a", "vpn.example.com", ""],
  ["VPN", "tunnel.a", "2001:DB8::1 inside 169.254.0.0/30,fd00::/126", "2001:db8::1 inside 169.254.0.0/30, fd00::/126"],
  ["VPN", "ikeVersions", "1,2", "1, 2"],
  ["VPN", "preSharedKey.a", " it's , exactly this ", " it's , exactly this "],
  ["DHCP", "dnsServers", "provided,192.0.2.53", "provided, 192.0.2.53"],
  ["DHCP", "lease", "1d", "86400s"],
  ["DHCP", "range.1", "10.0.0.9-10.0.0.1", ""],
  ["DHCP", "range.1", "10.0.0.9-::1", ""],
  ["DHCP", "range.1", "10.0.0.9", "10.0.0.9"],
  ["DHCP", "reservation.a", "02-00-5E-10-00-01 address 10.0.0.5", "02:00:5e:10:00:01 address 10.0.0.5"],
  ["DHCP", "reservation.a", "01:00:5e:10:00:01 address 10.0.0.5", ""],
  ["DHCP", "option.67", "pxelinux.0, 'as is'", "pxelinux.0, 'as is'"],
  ["DNS", "record.www", "*.a A data 192.0.2.1 ttl 5m", "*.a A data 192.0.2.1 ttl 300s"],
  ["DNS", "record.www", "www A data 2001:db8::1", ""],
  ["DNS", "record.www", "www AAAA data 2001:DB8::1", ""],
  ["DNS", "record.www", "www CNAME data 'not a name'", ""],
  ["DNS", "record.www", "www TXT data 'it''s, text'", "www TXT data 'it''s, text'"],
  ["Gateway", "kind", "internet", "internet"],
  ["Gateway", "attachment.a", "network:networks/2 address 10.0.0.1", "network:networks/2 address 10.0.0.1"],
  ["Gateway", "outside", "automatic", "automatic"],
  ["Gateway", "outside", "name:automatic", "name:automatic"],
  ["Gateway", "outside", "public network", "public network"],
  ["QoS", "bandwidth.in", "10M", "10000000"],
  ["QoS", "bandwidth.up", "10M", ""],
  ["QoS", "bandwidth.in", "0", ""],
  ["QoS", "dscp", "64", ""],
];

describe("5.16.17: texts of policies", () => {
  it.each(accepted.filter(([, , , canonical]) => canonical !== ""))(
    "%s takes %s = %j, written %j",
    (type, key, text, canonical) => {
      expect({ ...writePolicies(type, readPolicies(type, { [key]: text })) }).toEqual({ [key]: canonical });
    },
  );

  it.each(accepted.filter(([, , , canonical]) => canonical === ""))("%s refuses %s = %j", (type, key, text) => {
    expect(() => readPolicies(type, { [key]: text })).toThrow(`policies.${key}: `);
  });

  it("say what is lacking, and what would be accepted", () => {
    expect(() => readPolicies("IP Routing", { "route.a": "10.0.0.0/8" })).toThrow(
      "policies.route.a: lacks via and, behind it, an address",
    );
    expect(() => readPolicies("DNS", { "record.www": "www A data 2001:db8::1" })).toThrow("A: expected an address of IPv4");
    expect(() => readPolicies("DNS", { "record.www": "www AAAA data 2001:DB8::1" })).toThrow(
      'AAAA: expected 2001:db8::1 for "2001:DB8::1"',
    );
    expect(() => readPolicies("Layer4 Port Forwarding", { "forward.a": "tcp 1-2 to 10.0.0.1 port 1" })).toThrow(
      "as many ports inside as outside",
    );
  });
});

describe("limits beyond those of a firewall", () => {
  it("the targets of routes", () => {
    const routes = readPolicies("IP Routing", {
      "route.a": "0.0.0.0/0 via blackhole",
      "route.b": "::/0 via local priority 1",
      main: "true",
    });
    const limits = {
      route: { each: { destination: { prefix: { families: [4] as const } }, via: { local: {}, address: {} } } },
      main: { values: [false] },
    };
    expect(unsupportedBy("IP Routing", routes, limits).map(({ message }) => message)).toEqual([
      "policies.route.a: via: blackhole is not supported by this cloud, which takes local, address",
      "policies.route.b: destination: IPv6 is not supported by this cloud, which takes IPv4",
      "policies.route.b: priority is not supported by this cloud, which takes destination, via",
      "policies.main: true is not supported by this cloud, which takes false",
    ]);
  });

  it("keys of which nothing is said", () => {
    const device = readPolicies("Virtual Network Device", { size: "large" });
    expect(unsupportedBy("Virtual Network Device", device, { more: {} })).toEqual([]);
    expect(unsupportedBy("Virtual Network Device", device, {}).map(({ message }) => message)).toEqual([
      "policies.size: this key is not supported by this cloud",
    ]);
  });
});

it("what is described does not belong into more", () => {
  expect(() => writePolicies("QoS", { more: { dscp: "1" } })).toThrow("policies.dscp: is described");
});
