import { type Context, type CreateRequest, nativeId, ProviderFault } from "@cimi-gateway/adapter";
import {
  addressFamily,
  checkOrigin,
  InvalidValue,
  inside,
  parametersUnsupportedBy,
  readAddress,
  readParameters,
} from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { isServed, type NeutronPort, onePort } from "./ports.js";
import { isOutside, networkOutside } from "./segments.js";
import { familyOf, oneSubnet, type Subnet } from "./subnets.js";

export type EndpointTemplate = CreateRequest<"ProtocolEndpoint">["template"];

/** An address of an external network, checked. */
export interface FloatingWish {
  readonly kind: "floating";
  readonly network: string;
  readonly address: string | undefined;
}

/** An address in a subnet, checked. */
export interface FixedWish {
  readonly kind: "IPv4" | "IPv6";
  readonly subnet: Subnet;
  readonly address: string | undefined;
}

/** Table 41. @throws InvalidValue for what Neutron has no endpoint of */
export async function wishIn(cloud: Cloud, template: EndpointTemplate, context: Context): Promise<FloatingWish | FixedWish> {
  const { segment, protocol, parameters = {} } = template;
  if (protocol === "Ethernet")
    throw new InvalidValue("OpenStack gives every interface its MAC address itself; accepted: IPv4, IPv6", ["protocol"]);
  if (segment === undefined) throw new InvalidValue("is missing: a reference to a ProtocolSegment", ["segment"]);
  checkOrigin(template);
  const placed = nativeId(segment);
  const subnet = isOutside(placed) ? undefined : await oneSubnet(cloud, placed, context);
  const family = subnet ? familyOf(subnet) : "IPv4";
  if (protocol !== undefined && protocol !== family)
    throw new InvalidValue(`is not that of the segment; accepted: ${family}`, ["protocol"]);
  const [fault] = parametersUnsupportedBy("ProtocolEndpoint", family, readParameters("ProtocolEndpoint", family, parameters), {});
  if (fault) throw fault;
  const address = addressIn(template, family);
  return subnet ? { kind: family, subnet, address } : { kind: "floating", network: networkOutside(placed), address };
}

function addressIn({ address }: EndpointTemplate, family: "IPv4" | "IPv6"): string | undefined {
  if (address === undefined) return undefined;
  const read = inside("address", () => readAddress(address));
  if (`IPv${addressFamily(read)}` !== family) throw new InvalidValue(`expected an address of ${family}`, ["address"]);
  return read;
}

/** The port that is to have an address in a subnet. @throws ProviderFault where it is elsewhere, or not to be changed */
export async function holderIn(cloud: Cloud, id: string, network: string, context: Context): Promise<NeutronPort> {
  const port = await onePort(cloud, id, context);
  if (port.network_id !== network)
    throw new ProviderFault(
      "invalid",
      `the interface ${id} is in the network ${port.network_id}, and OpenStack gives it addresses in segments of that one only`,
    );
  if (isServed(port))
    throw new ProviderFault("conflict", `the interface ${id} belongs to a service of OpenStack, which alone changes it`);
  return port;
}
