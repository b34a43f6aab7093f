import { list } from "../vocabulary/list.js";
import { portRange } from "../vocabulary/ports.js";
import { clause, flag, needed, place, sentence } from "../vocabulary/sentence.js";
import { anyText, oneOf, seconds } from "../vocabulary/values.js";
import { family, key, vocabulary } from "../vocabulary/vocabulary.js";
import { inside, outside, peer } from "./peers.js";

interface Ports {
  readonly ports: { readonly first: number; readonly last: number };
  readonly port?: { readonly first: number; readonly last: number };
}

/** Each port outside leads to one inside. */
function unequal({ ports, port = ports }: Ports): string | undefined {
  return ports.last - ports.first === port.last - port.first ? undefined : "expected as many ports inside as outside";
}

const forward = sentence(
  {
    protocol: place(oneOf("tcp", "udp", "sctp", "dccp"), "The protocol."),
    ports: place(portRange, "The port outside, or ports."),
    to: needed(inside, "The address, endpoint, interface or machine that gets the traffic."),
    port: clause(portRange, "Its port, or as many ports as outside. Absent: the same as outside."),
    at: clause(outside, "The address outside. Absent: those of the service."),
    from: clause(list(peer), "From where traffic is taken. Absent: anywhere.", { nothing: "any" }),
    idle: clause(seconds, "After how long without traffic a connection is forgotten."),
    disabled: flag("The forwarding is kept, and not applied."),
    note: clause(anyText("a text, in quotes where it has blanks"), "What people should know of it."),
  },
  { check: unequal },
);

/** Which ports outside lead to which ports inside. */
export const portForwarding = vocabulary("Which ports of an outside address lead to which ports inside.", {
  forward: family(forward, {
    help: "A port outside, and where it leads.",
    examples: ["tcp 2222 to 10.0.0.5 port 22", "udp 8000-8009 to endpoint:endpoints/7 at 203.0.113.7"],
  }),
  external: key(list(outside), {
    help: "The addresses outside: addresses or endpoints that are there, or automatic.",
    examples: ["endpoint:endpoints/9"],
  }),
});
