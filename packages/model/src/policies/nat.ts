import { list } from "../vocabulary/list.js";
import { needed, place, sentence } from "../vocabulary/sentence.js";
import { oneOf, seconds, whole } from "../vocabulary/values.js";
import { family, key, vocabulary } from "../vocabulary/vocabulary.js";
import { inside, outside, peer, segment } from "./peers.js";

const fixed = sentence({
  inside: place(inside, "The address or endpoint inside."),
  as: needed(outside, "The address or endpoint that stands for it outside, in both directions."),
});

/** Under which address what is inside is seen outside. */
export const nat = vocabulary("Under which addresses what is inside is seen outside.", {
  source: key(list(peer, { empty: "none" }), {
    help: "Whose packets are rewritten, by prefix or segment; none: nobody's, as where all that were named are deleted. Absent: those of the segments and endpoints of the service.",
    examples: ["10.0.0.0/16, segment:segments/3"],
  }),
  external: key(list(outside), {
    help: "The addresses they get: addresses or endpoints that are there, or automatic.",
    examples: ["automatic", "203.0.113.7, endpoint:endpoints/9"],
  }),
  place: key(segment, {
    help: "The segment in which the translation happens, where a cloud wants one.",
    examples: ["segments/3"],
  }),
  scope: key(oneOf("internet", "internal"), {
    help: "Whether addresses of the internet stand for those inside, or such of other networks.",
    examples: ["internet"],
  }),
  static: family(fixed, {
    help: "One address outside for one inside.",
    examples: ["10.0.0.5 as 203.0.113.7", "endpoint:endpoints/7 as endpoint:endpoints/9"],
  }),
  timeout: family(seconds, {
    names: ["udp", "icmp", "tcp", "tcp-opening", "tcp-closing"],
    help: "After how long without traffic a translation is forgotten.",
    examples: ["30s"],
  }),
  leastPorts: key(whole(1, 65_536), { help: "How many ports outside each endpoint has at least.", examples: ["64"] }),
  mostPorts: key(whole(1, 65_536), { help: "How many it has at most.", examples: ["4096"] }),
});
