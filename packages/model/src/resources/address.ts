import { attribute, immutable, readOnly } from "../describe.js";
import { array } from "../types/array.js";
import { ref } from "../types/ref.js";
import { string } from "../types/string.js";
import { limited, resource } from "./common.js";

/** What an address and its template have in common. */
export const addressing = {
  ip: attribute(string, { help: "The address." }),
  hostname: attribute(string, { help: "The name that the Domain Name System has for it." }),
  allocation: attribute(string, { help: "dynamic: the provider chooses the address; static: the consumer." }),
  defaultGateway: attribute(string, { help: "The address of the gateway." }),
  dns: attribute(array(string, { item: "dns" }), { help: "The addresses of name servers." }),
  protocol: attribute(string, { help: "IPv4 or IPv6." }),
  mask: attribute(string, { help: "The mask of its subnet." }),
  network: attribute(ref("Network"), { help: "The network in which it is." }),
};

/** Edition 1 only: an address of a machine; in edition 2 an IP endpoint. */
export const Address = resource("Address", {
  clause: "XSD",
  until: 1,
  replacedBy: "ProtocolEndpoint",
  collection: "addresses",
  template: { attribute: "addressTemplate", type: "AddressTemplate" },
  attributes: {
    ...limited(addressing, immutable),
    hostname: addressing.hostname,
    resource: attribute(ref("*"), { ...readOnly, help: "Whatever the address leads to." }),
  },
});
