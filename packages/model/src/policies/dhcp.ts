import { address, addressRange, hardwareAddress, hostName, prefix } from "../vocabulary/addresses.js";
import { oneKind } from "../vocabulary/kinds.js";
import { list } from "../vocabulary/list.js";
import { needed, place, sentence } from "../vocabulary/sentence.js";
import { anyText, oneOf, seconds, whole } from "../vocabulary/values.js";
import { family, key, vocabulary } from "../vocabulary/vocabulary.js";

const server = oneKind({ words: ["provided"], plain: { address }, named: { host: hostName } });

const reservation = sentence({
  hardwareAddress: place(hardwareAddress, "The MAC address of an interface."),
  address: needed(address, "The address that it gets."),
});

const route = sentence({
  destination: place(prefix, "Where packets go that take the route."),
  via: needed(address, "The next hop."),
});

/** What endpoints are told when they ask for an address. */
export const dhcp = vocabulary("What endpoints are told when they ask for an address.", {
  domain: key(hostName, { help: "The domain of the endpoints.", examples: ["example.internal"] }),
  search: key(list(hostName), {
    help: "The domains in which short names are looked up.",
    examples: ["example.com, example.net"],
  }),
  dnsServers: key(list(server), {
    help: "The DNS servers; provided: those of the cloud.",
    examples: ["192.0.2.53, 2001:db8::53", "provided"],
  }),
  ntpServers: key(list(server), { help: "The time servers.", examples: ["192.0.2.123"] }),
  routers: key(list(address), { help: "The default routers.", examples: ["10.0.0.1"] }),
  lease: key(seconds, { help: "How long an address may be used before it is asked for again.", examples: ["86400s"] }),
  range: family(addressRange, { help: "Addresses that are given out.", examples: ["10.0.0.10-10.0.0.99"] }),
  reservation: family(reservation, {
    help: "An address kept for an interface.",
    examples: ["02:00:5e:10:00:01 address 10.0.0.5"],
  }),
  route: family(route, { help: "A route that endpoints are told.", examples: ["192.0.2.0/24 via 10.0.0.2"] }),
  ipv6: key(oneOf("slaac", "stateful", "stateless"), {
    help: "How endpoints get IPv6 addresses (RFC 4862, RFC 8415): from router advertisements, by DHCP, or the address by the first and the rest by the second.",
    examples: ["slaac"],
  }),
  ipv6Lease: key(seconds, { help: "How long an IPv6 address may be used before it is asked for again.", examples: ["140s"] }),
  netbiosServers: key(list(address), { help: "The NetBIOS name servers (RFC 1002).", examples: ["192.0.2.137"] }),
  netbiosNode: key(whole(1, 8), { help: "How NetBIOS names are looked up: 1, 2, 4 or 8 (RFC 2132, 8.7).", examples: ["2"] }),
  option: family(anyText("the value of the option"), {
    help: "Another option, by its number (RFC 2132) or name.",
    examples: ["boot.img"],
  }),
});
