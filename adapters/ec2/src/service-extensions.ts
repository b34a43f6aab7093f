import { type Extensions, extensionAttribute } from "@cimi-gateway/adapter";
import { string } from "@cimi-gateway/model";
import { NAMESPACE } from "./extensions.js";
import type { Service } from "./service.js";

/** Elastic Load Balancing user guide: the addresses of a load balancer change, its name in the DNS does not. */
const dnsName = extensionAttribute(NAMESPACE, string, {
  mutable: false,
  consumerWritable: false,
  help: "The name in the DNS by which clients find a load balancer.",
});

export const serviceExtensions: Extensions<Service> = {
  attributes: { dnsName: { ...dnsName, read: ({ dnsName: name }) => name } },
};
