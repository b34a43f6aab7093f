import { address, addressRange, prefix, reference } from "../vocabulary/addresses.js";
import { oneKind } from "../vocabulary/kinds.js";
import type { Written } from "../vocabulary/notation.js";
import { anyText } from "../vocabulary/values.js";

export const endpoint = reference("ProtocolEndpoint");
export const segment = reference("ProtocolSegment");
export const network = reference("Network");
export const service = reference("NetworkService");
export const machine = reference("Machine");
export const networkInterface = reference("NetworkInterface");

/** What only the cloud itself knows, by the name that it has there. */
export const ownName = anyText("a name of the cloud's own");

/** Whom traffic comes from or goes to: `prefix`es, resources of CIMI, or sets that a cloud keeps under names of its own. */
export const peer = oneKind({
  plain: { prefix },
  named: {
    range: addressRange,
    endpoint,
    segment,
    network,
    /** The endpoints and segments of another NetworkService: the members of a firewall. */
    service,
    /** The machines and interfaces that bear a tag. */
    tag: ownName,
    /** The machines that run for an account. */
    account: ownName,
    /** A list of prefixes. */
    list: ownName,
    /** The members of a firewall that is not a resource of this Cloud Entry Point. */
    group: ownName,
  },
});
export type Peer = Written<typeof peer>;

/** Where an outside address comes from. `automatic`: the cloud chooses one. */
export const outside = oneKind({ words: ["automatic"], plain: { address }, named: { endpoint, name: ownName } });

export type Outside = Written<typeof outside>;

/** One place inside the cloud to which traffic is handed. */
export const inside = oneKind({ plain: { address }, named: { endpoint, interface: networkInterface, machine } });
export type Inside = Written<typeof inside>;
