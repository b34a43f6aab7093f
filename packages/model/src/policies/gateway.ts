import { address, prefix } from "../vocabulary/addresses.js";
import { oneKind } from "../vocabulary/kinds.js";
import { list } from "../vocabulary/list.js";
import { clause, place, sentence } from "../vocabulary/sentence.js";
import { oneOf, truth } from "../vocabulary/values.js";
import { family, key, vocabulary } from "../vocabulary/vocabulary.js";
import { network, outside, ownName, segment } from "./peers.js";

const attachment = sentence({
  attached: place(oneKind({ plain: { prefix }, named: { network, segment } }), "The network or segment."),
  address: clause(address, "The address of the gateway there."),
});

/** By what networks are connected to what is outside of them. */
export const gateway = vocabulary("By what networks are connected to what lies outside of them.", {
  kind: key(oneOf("internet", "egress-only", "private", "carrier", "transit"), {
    help: "What lies outside: the internet; the internet, for connections that begin inside; a private network elsewhere; that of a carrier; other networks of the cloud.",
    examples: ["internet"],
  }),
  attachment: family(attachment, {
    help: "What is connected.",
    examples: ["network:networks/2", "segment:segments/3 address 10.0.0.1"],
  }),
  outside: key(oneKind({ words: ["automatic", "none"], vacant: "none", plain: { name: ownName }, named: { network } }), {
    help: "The network outside, where there are several; none: no network, as where the one that was named is deleted.",
    examples: ["network:networks/1"],
  }),
  external: key(list(outside), { help: "The addresses of the gateway outside.", examples: ["automatic"] }),
  translation: key(truth, { help: "Whether what goes out gets the address of the gateway.", examples: ["true"] }),
});
