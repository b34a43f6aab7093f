/** The partition of AWS that a region belongs to. */
const partitionOf = (region: string): string =>
  region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";

type Kind = "image" | "snapshot";

/** The native URI of an image or snapshot (Service Authorization Reference, "Resource types defined by Amazon EC2"). */
export const arnOf = (kind: Kind, region: string, id: string): string =>
  `arn:${partitionOf(region)}:ec2:${region}::${kind}/${id}`;

/** Where an image is to be made from. */
export type Source =
  | { readonly kind: "image" | "snapshot"; readonly region: string; readonly id: string; readonly architecture?: string }
  | { readonly kind: "manifest"; readonly location: string };

const ARN =
  /^arn:aws[a-z-]*:ec2:([a-z0-9-]+):\d*:(?:(image)\/(ami-[0-9a-f]+)|(snapshot)\/(snap-[0-9a-f]+))(?:\?architecture=([a-z0-9_]+))?$/;
const MANIFEST = /^s3:\/\/([^/?#]+\/[^?#]+)$/;

/** Reads an imageLocation that is a native URI; undefined: it is none. */
export function readSource(location: string): Source | undefined {
  const manifest = MANIFEST.exec(location);
  if (manifest) return { kind: "manifest", location: manifest[1]! };
  const [whole, region, image, ami, , snapshot, architecture] = ARN.exec(location) ?? [];
  if (whole === undefined || region === undefined) return undefined;
  return {
    kind: image ? "image" : "snapshot",
    region,
    id: (ami ?? snapshot)!,
    ...(architecture !== undefined && { architecture }),
  };
}
