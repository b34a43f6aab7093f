import type { NetworkInterface } from "@aws-sdk/client-ec2";
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
import { isServed, oneInterface } from "./interfaces.js";
import { INTERNET_IPV4 } from "./internet.js";
import { isIpv6, subnetOf } from "./segments.js";

export type EndpointTemplate = CreateRequest<"ProtocolEndpoint">["template"];

/** What is wished for, checked: no call was made yet. */
export type Wish =
  | { readonly kind: "elastic"; readonly address: string | undefined; readonly interface: string | undefined }
  | { readonly kind: "IPv4" | "IPv6"; readonly address: string | undefined; readonly subnet: string; readonly interface: string };

/** Table 41. @throws InvalidValue for what EC2 has no endpoint of */
export function wishIn(template: EndpointTemplate): Wish {
  const { segment, interface: held, protocol, parameters = {} } = template;
  const placed = segment && nativeId(segment);
  const target = held && nativeId(held);
  if (protocol === "Ethernet")
    throw new InvalidValue("EC2 gives every interface its MAC address itself; accepted: IPv4, IPv6", ["protocol"]);
  if (placed === undefined) throw new InvalidValue("is missing: a reference to a ProtocolSegment", ["segment"]);
  const family = isIpv6(placed) ? "IPv6" : "IPv4";
  if (protocol !== undefined && protocol !== family)
    throw new InvalidValue(`is not that of the segment; accepted: ${family}`, ["protocol"]);
  const [fault] = parametersUnsupportedBy("ProtocolEndpoint", family, readParameters("ProtocolEndpoint", family, parameters), {});
  if (fault) throw fault;
  checkOrigin(template);
  const address = addressIn(template, family);
  if (placed === INTERNET_IPV4) return { kind: "elastic", address, interface: target };
  if (target === undefined)
    throw new InvalidValue("is missing: EC2 has private addresses on interfaces only; name one in the segment", ["interface"]);
  return { kind: family, address, subnet: subnetOf(placed), interface: target };
}

function addressIn({ address }: EndpointTemplate, family: "IPv4" | "IPv6"): string | undefined {
  if (address === undefined) return undefined;
  const read = inside("address", () => readAddress(address));
  if (`IPv${addressFamily(read)}` !== family) throw new InvalidValue(`expected an address of ${family}`, ["address"]);
  return read;
}

/** The interface that is to have an address in a subnet. @throws ProviderFault `invalid` where it is elsewhere */
export async function holderIn(cloud: Cloud, id: string, subnet: string, context: Context): Promise<NetworkInterface> {
  const held = await oneInterface(cloud, id, context);
  if (held.SubnetId !== subnet)
    throw new ProviderFault(
      "invalid",
      `the interface ${id} is in the segment ${held.SubnetId}, and EC2 gives it addresses of that one only`,
    );
  if (isServed(held))
    throw new ProviderFault("conflict", `the interface ${id} belongs to a service of EC2, which alone changes it`);
  return held;
}
