import type { CreateRequest } from "@cimi-gateway/adapter";
import type { Resource } from "@cimi-gateway/model";
import { prefixAddress, prefixAround, prefixContains, prefixLength, type SegmentProtocol } from "@cimi-gateway/model";
import { ipv4Prefix } from "./segment-parameters.js";

/** The sizes that a VPC and its further blocks may have, in bits (EC2 user guide, "VPC CIDR blocks"). */
export const LARGEST = 16;
export const SMALLEST = 28;

type Request = Pick<CreateRequest<"Network">, "following">;

/**
 * A VPC needs a prefix before there is a segment: the smallest that holds the segments made with it, as far as one of `/16` can; those
 * beyond bring a block of their own. Without segments it is that of the settings.
 */
export function wantedPrefix({ following = [] }: Request, standard: string): string {
  const [first, ...others] = following.flatMap(({ type, template }) =>
    type === "ProtocolSegment" ? prefixIn(template as Resource<"ProtocolSegmentTemplate">) : [],
  );
  return first === undefined ? standard : others.reduce(widened, first);
}

function prefixIn({ protocol, parameters }: Resource<"ProtocolSegmentTemplate">): string[] {
  return (protocol as SegmentProtocol) === "IPv4" ? [ipv4Prefix(parameters)] : [];
}

/** The smallest prefix around both; the first one alone where that would be too large. */
function widened(present: string, added: string): string {
  for (let length = prefixLength(present); length >= LARGEST; length--) {
    const around = prefixAround(prefixAddress(present), length);
    if (prefixContains(around, added)) return around;
  }
  return present;
}

/** The block to add to a network for a segment that lies in none of its prefixes: as large as EC2 takes, as they are few. */
export function blockFor(prefix: string, present: readonly string[]): string {
  const wide = prefixAround(prefixAddress(prefix), LARGEST);
  const overlaps = present.some((block) => prefixContains(wide, block) || prefixContains(block, wide));
  return overlaps ? prefix : wide;
}
