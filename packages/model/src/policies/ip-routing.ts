import { address, prefix } from "../vocabulary/addresses.js";
import { oneKind } from "../vocabulary/kinds.js";
import { list } from "../vocabulary/list.js";
import { clause, flag, needed, place, sentence } from "../vocabulary/sentence.js";
import { anyText, truth, whole } from "../vocabulary/values.js";
import { family, key, vocabulary } from "../vocabulary/vocabulary.js";
import { endpoint, machine, network, networkInterface, ownName, peer, segment, service } from "./peers.js";

const destination = oneKind({ plain: { prefix }, named: { list: ownName, segment } });

const target = oneKind({
  words: ["local", "internet", "blackhole"],
  plain: { address },
  named: { endpoint, interface: networkInterface, machine, service, network, name: ownName },
});

const route = sentence({
  destination: place(destination, "Where packets go that take the route."),
  via: needed(
    target,
    "The next hop: an address, endpoint, interface, machine or service; a network that is connected; local: inside the network; internet: outside, by what the cloud has for it; blackhole: nowhere.",
  ),
  priority: clause(whole(0, 4_294_967_295), "Of routes to the same prefix, that of the least number is taken."),
  on: clause(list(peer), "Those of the endpoints and segments of the service that the route is for. Absent: all of them."),
  learned: flag("The route came from a routing protocol or a connected network; consumers do not write such."),
  unreachable: flag("The next hop is not there any more; the cloud says so, and drops the packets."),
  fixed: flag("The cloud made the route and it cannot be removed."),
  note: clause(anyText("a text, in quotes where it has blanks"), "What people should know of the route."),
});

/** Where packets go that leave a segment of the service. */
export const ipRouting = vocabulary("Where packets go that leave a segment of the service.", {
  route: family(route, {
    help: "A route. Of those that match, the one of the longest prefix is taken.",
    examples: [
      "0.0.0.0/0 via service:networkServices/7",
      "10.0.0.0/16 via local",
      "192.0.2.0/24 via 10.0.0.1 priority 100",
      "2001:db8::/32 via blackhole",
    ],
  }),
  main: key(truth, { help: "Whether segments that have no routing service of their own use this one.", examples: ["true"] }),
  learn: key(truth, { help: "Whether routes that gateways learn are added.", examples: ["false"] }),
  learnFrom: key(list(service, { empty: "none" }), {
    help: "The gateways whose learned routes are added; none: no gateway's, as where all that were named are deleted.",
    examples: ["networkServices/7", "none"],
  }),
  autonomousSystem: key(whole(1, 4_294_967_295), {
    help: "The number by which this router speaks BGP (RFC 6793).",
    examples: ["64512"],
  }),
});
