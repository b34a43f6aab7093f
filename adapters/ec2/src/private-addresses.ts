import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";

interface Assignment {
  /** The interface. */
  readonly target: string;
  readonly kind: "IPv4" | "IPv6";
  /** Absent: EC2 chooses it. */
  readonly address: string | undefined;
  /** Whether it may be taken from another interface. */
  readonly moves?: boolean;
}

/**
 * AssignPrivateIpAddresses or AssignIpv6Addresses, which have no token: an interrupted call is found by what the interface has more.
 * `added` picks the new address out of those that the answer names.
 */
export async function assign(
  cloud: Cloud,
  assignment: Assignment,
  added: (addresses: readonly string[]) => string | undefined,
  context: Context,
): Promise<string> {
  const given =
    assignment.kind === "IPv4" ? await assignIpv4(cloud, assignment, context) : await assignIpv6(cloud, assignment, context);
  const address = added(given) ?? assignment.address;
  if (address === undefined) throw new ProviderFault("garbled", "EC2's answer lacks the address that was assigned");
  return address;
}

async function assignIpv4({ client }: Cloud, { target, address, moves }: Assignment, context: Context): Promise<string[]> {
  const wish = address === undefined ? { SecondaryPrivateIpAddressCount: 1 } : { PrivateIpAddresses: [address] };
  const input = { NetworkInterfaceId: target, ...wish, ...(moves && { AllowReassignment: true }) };
  const answer = await client.write(context, (ec2, sending) => ec2.assignPrivateIpAddresses(input, sending));
  return (answer.AssignedPrivateIpAddresses ?? []).flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []);
}

async function assignIpv6({ client }: Cloud, { target, address }: Assignment, context: Context): Promise<string[]> {
  const wish = address === undefined ? { Ipv6AddressCount: 1 } : { Ipv6Addresses: [address] };
  const answer = await client.write(context, (ec2, sending) =>
    ec2.assignIpv6Addresses({ NetworkInterfaceId: target, ...wish }, sending),
  );
  return answer.AssignedIpv6Addresses ?? [];
}

/** An interface that is gone took its addresses with it. */
export async function unassign({ client }: Cloud, target: string, address: string, context: Context): Promise<void> {
  const input = { NetworkInterfaceId: target };
  await client
    .write<unknown>(context, (ec2, sending) =>
      address.includes(":")
        ? ec2.unassignIpv6Addresses({ ...input, Ipv6Addresses: [address] }, sending)
        : ec2.unassignPrivateIpAddresses({ ...input, PrivateIpAddresses: [address] }, sending),
    )
    .catch((error) => unlessGone(error, undefined));
}
