import { address, hostName, prefix } from "../vocabulary/addresses.js";
import { oneKind } from "../vocabulary/kinds.js";
import { list } from "../vocabulary/list.js";
import { clause, flag, place, sentence } from "../vocabulary/sentence.js";
import { anyText, oneOf, seconds, whole } from "../vocabulary/values.js";
import { family, key, vocabulary } from "../vocabulary/vocabulary.js";
import { network, service } from "./peers.js";

/** RFC 6793: numbers of four octets. */
const autonomousSystem = whole(1, 4_294_967_295);

const tunnel = sentence({
  peer: place(oneKind({ plain: { address }, named: { host: hostName, service } }), "The gateway at the other end."),
  local: clause(address, "The outside address of this end, where there are several; read from clouds that choose it."),
  inside: clause(list(prefix), "The prefixes of the two addresses inside the tunnel."),
  bgpLocal: clause(address, "The address inside from which this end speaks BGP."),
  bgpPeer: clause(address, "The address inside from which the other end speaks BGP."),
  responding: flag("This end waits for the other to begin."),
  disabled: flag("The tunnel is kept, and carries nothing."),
});

const encryption = list(oneOf("aes128", "aes192", "aes256", "aes128-gcm", "aes192-gcm", "aes256-gcm", "3des", "none"));
const integrity = list(oneOf("sha1", "sha256", "sha384", "sha512", "md5"));
/** IANA: Transform Type 4, the key exchange methods. */
const groups = list(whole(1, 65_535));

/** How networks elsewhere are reached through tunnels. */
export const vpn = vocabulary("How networks elsewhere are reached through encrypted tunnels.", {
  tunnel: family(tunnel, {
    help: "A tunnel.",
    examples: ["203.0.113.9", "host:vpn.example.com inside 169.254.10.0/30 responding"],
  }),
  preSharedKey: family(anyText("a text that both ends know"), {
    secret: true,
    help: "The key that both ends know, by the name of the tunnel; all: of every tunnel that has none of its own. It is never shown.",
    examples: ["correct horse battery staple"],
  }),
  localPrefixes: key(list(prefix), {
    help: "The prefixes of this end. Absent: those of the service's segments.",
    examples: ["10.0.0.0/16"],
  }),
  remotePrefixes: key(list(prefix), { help: "The prefixes of the other end.", examples: ["192.168.0.0/16, 2001:db8::/32"] }),
  routing: key(oneOf("static", "bgp"), { help: "How prefixes are learned.", examples: ["bgp"] }),
  localAutonomousSystem: key(autonomousSystem, { help: "The number by which this end speaks BGP.", examples: ["64512"] }),
  remoteAutonomousSystem: key(autonomousSystem, { help: "The number by which the other end does.", examples: ["65001"] }),
  network: key(network, { help: "The network of this end.", examples: ["networks/2"] }),
  gateway: key(service, { help: "The gateway of this end, where it is a resource of its own.", examples: ["networkServices/4"] }),
  ikeVersions: key(list(oneOf("1", "2")), { help: "The versions of IKE that may be spoken.", examples: ["2"] }),
  ikeEncryption: key(encryption, { help: "How the negotiation may be encrypted.", examples: ["aes256-gcm, aes128"] }),
  ikeIntegrity: key(integrity, { help: "How the negotiation may be authenticated.", examples: ["sha256"] }),
  ikeGroups: key(groups, { help: "The groups by which its keys may be exchanged, by their numbers.", examples: ["14, 19"] }),
  ikeLifetime: key(seconds, { help: "After how long the negotiation is done anew.", examples: ["28800s"] }),
  ipsecEncryption: key(encryption, { help: "How packets may be encrypted.", examples: ["aes256-gcm"] }),
  ipsecIntegrity: key(integrity, { help: "How packets may be authenticated.", examples: ["sha256"] }),
  ipsecGroups: key(groups, { help: "The groups for perfect forward secrecy.", examples: ["14"] }),
  ipsecLifetime: key(seconds, { help: "After how long packets get new keys.", examples: ["3600s"] }),
  deadPeerTimeout: key(seconds, { help: "After how long a silent peer is taken for dead.", examples: ["30s"] }),
});
