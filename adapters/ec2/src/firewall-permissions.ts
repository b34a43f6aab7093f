import type { IpPermission, SecurityGroup } from "@aws-sdk/client-ec2";
import { prefixFamily } from "@cimi-gateway/model";

/** A permission of EC2 names one kind of traffic and one peer; a rule of CIMI is a set of them that bear its name. */
export interface Permission {
  readonly direction: "in" | "out";
  /** EC2's word: a name, a number, or -1 for all. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly kind: "prefix" | "service" | "list" | "group";
  readonly peer: string;
  /** What EC2 keeps of the rule: `cimi:name: note`. Empty: none. */
  readonly description: string;
  readonly [key: string]: string | number;
}

export const EVERYWHERE = { IPv4: "0.0.0.0/0", IPv6: "::/0" } as const;

/** What EC2 gives a new group, and what `default.out` means: everything goes out. */
export const DEFAULT_OUT: readonly Permission[] = [
  { direction: "out", protocol: "-1", from: -1, to: -1, kind: "prefix", peer: EVERYWHERE.IPv4, description: "" },
];

export const keyOf = ({ direction, protocol, from, to, kind, peer }: Permission): string =>
  [direction, protocol, from, to, kind, peer].join(" ");

/** The name and note of a rule in a description that the gateway wrote. */
export function writtenIn(description: string): { readonly name?: string; readonly note?: string } {
  const [, name, note] = /^cimi:([^:]+)(?:: (.*))?$/.exec(description) ?? [];
  return name === undefined ? {} : { name, ...(note !== undefined && { note }) };
}

/** The permissions of a group, each by itself. */
export const permissionsIn = ({
  IpPermissions = [],
  IpPermissionsEgress = [],
  OwnerId,
}: SecurityGroup): readonly Permission[] => [
  ...IpPermissions.flatMap((native) => singles("in", native, OwnerId)),
  ...IpPermissionsEgress.flatMap((native) => singles("out", native, OwnerId)),
];

function singles(direction: "in" | "out", native: IpPermission, owner: string | undefined): readonly Permission[] {
  const { IpProtocol: protocol = "-1", FromPort: from = -1, ToPort: to = -1 } = native;
  const all = { direction, protocol, from, to };
  const one = (kind: Permission["kind"], peer = "", description = ""): Permission => ({ ...all, kind, peer, description });
  return [
    ...(native.IpRanges ?? []).map(({ CidrIp, Description }) => one("prefix", CidrIp, Description)),
    ...(native.Ipv6Ranges ?? []).map(({ CidrIpv6, Description }) => one("prefix", CidrIpv6, Description)),
    ...(native.PrefixListIds ?? []).map(({ PrefixListId, Description }) => one("list", PrefixListId, Description)),
    ...(native.UserIdGroupPairs ?? []).map(({ GroupId, UserId = owner, Description }) =>
      UserId === owner ? one("service", GroupId, Description) : one("group", `${UserId}/${GroupId}`, Description),
    ),
  ];
}

/** A permission as EC2 takes it. */
export function nativeOf({ protocol, from, to, kind, peer, description }: Permission): IpPermission {
  const span = protocol === "-1" ? {} : { FromPort: from, ToPort: to };
  const Description = description === "" ? {} : { Description: description };
  const own = { IpProtocol: protocol, ...span };
  if (kind === "list") return { ...own, PrefixListIds: [{ PrefixListId: peer, ...Description }] };
  if (kind === "service") return { ...own, UserIdGroupPairs: [{ GroupId: peer, ...Description }] };
  if (kind === "group") {
    const [UserId, GroupId] = peer.split("/");
    return { ...own, UserIdGroupPairs: [{ UserId, GroupId, ...Description }] };
  }
  return prefixFamily(peer) === 4
    ? { ...own, IpRanges: [{ CidrIp: peer, ...Description }] }
    : { ...own, Ipv6Ranges: [{ CidrIpv6: peer, ...Description }] };
}
