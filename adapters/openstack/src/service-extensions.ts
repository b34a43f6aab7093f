import { type Extensions, extensionAttribute } from "@cimi-gateway/adapter";
import { string } from "@cimi-gateway/model";
import { NAMESPACE } from "./extensions.js";
import type { Service } from "./service.js";

/** Load Balancer API v2.0, vip_address: the endpoint with this address is in the segment of the load balancer. */
const address = extensionAttribute(NAMESPACE, string, {
  mutable: false,
  consumerWritable: false,
  help: "The address by which clients in the network find a load balancer.",
});

export const serviceExtensions: Extensions<Service> = {
  attributes: { address: { ...address, read: (service) => service.address } },
};
