import { prefixFamily } from "../network/prefix.js";
import { flow } from "../vocabulary/flow.js";
import { list } from "../vocabulary/list.js";
import { portRange } from "../vocabulary/ports.js";
import { clause, flag, place, sentence } from "../vocabulary/sentence.js";
import { anyText, oneOf, whole } from "../vocabulary/values.js";
import { family, key, vocabulary } from "../vocabulary/vocabulary.js";
import { type Peer, peer } from "./peers.js";

const VERSIONS = ["IPv4", "IPv6"] as const;

/** The versions of the Internet Protocol that peers leave possible; both where one of them is no prefix. */
function versionsOf(peers: readonly Peer[] | undefined): readonly string[] {
  if (!peers) return VERSIONS;
  return VERSIONS.filter((version) =>
    peers.some((held) => held.kind !== "prefix" || `IPv${prefixFamily(held.value)}` === version),
  );
}

interface Ends {
  readonly over?: string;
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
}

function unmatched({ over, from, to }: Ends): string | undefined {
  const possible = VERSIONS.filter(
    (version) => (over ?? version) === version && versionsOf(from).includes(version) && versionsOf(to).includes(version),
  );
  return possible.length === 0
    ? "matches nothing: expected from, to and over of one version of the Internet Protocol"
    : undefined;
}

const action = oneOf("allow", "deny");

const rule = sentence(
  {
    action: place(action, "What happens to the traffic."),
    direction: place(oneOf("in", "out"), "In: towards the endpoints of the service. Out: away from them."),
    traffic: place(list(flow, { joint: "and" }), "Which protocols, to which ports or of which types of messages."),
    from: clause(list(peer), "Where the traffic comes from. Absent: anywhere.", { nothing: "any" }),
    sourcePorts: clause(list(portRange), "The ports it comes from. Absent: all.", { nothing: "any" }),
    to: clause(list(peer), "Where the traffic goes. Absent: anywhere.", { nothing: "any" }),
    over: clause(oneOf(...VERSIONS), "The version of the Internet Protocol. Absent: both."),
    on: clause(list(peer), "Those of the endpoints of the service that the rule is for. Absent: all of them."),
    priority: clause(
      whole(0, 65_535),
      "The rule of the least number that matches decides; of two with the same number, deny does.",
    ),
    disabled: flag("The rule is kept, and not applied."),
    logged: flag("The cloud keeps a log of what the rule matches."),
    note: clause(anyText("a text, in quotes where it has blanks"), "What people should know of the rule."),
  },
  { check: unmatched },
);

/** Which traffic reaches and leaves the endpoints and segments of the service. */
export const firewall = vocabulary("Which traffic may reach and leave the endpoints and segments of the service.", {
  rule: family(rule, {
    help: "A rule. Without priorities all rules count alike: what one allows and none denies is let through.",
    examples: [
      "allow in tcp 443 from 0.0.0.0/0",
      "allow out any to ::/0",
      "deny in tcp 22, 8000-8080 and icmp 8 from 10.0.0.0/8, service:networkServices/7 to 192.0.2.7/32 priority 100",
      "allow in udp 53 from tag:resolver source-ports 1024-65535 note 'asked for by the operators'",
    ],
  }),
  default: family(action, {
    names: ["in", "out"],
    help: "What happens to traffic that no rule matches, per direction.",
    examples: ["deny"],
  }),
  tracking: key(oneOf("stateful", "stateless"), {
    help: "Stateful: answers to what is let through are let through as well.",
    examples: ["stateful"],
  }),
});
