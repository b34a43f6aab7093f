import type { Form } from "./form.js";
import { refuse } from "./refusal.js";

const HEX = "(?:[0-9a-f]{8}|[0-9a-f]{17})";

interface Kind {
  readonly prefix: string;
  readonly malformed: string;
}

const INSTANCE: Kind = { prefix: "i", malformed: "InvalidInstanceID.Malformed" };
const VOLUME: Kind = { prefix: "vol", malformed: "InvalidVolumeID.Malformed" };
const SNAPSHOT: Kind = { prefix: "snap", malformed: "InvalidSnapshotID.Malformed" };
const IMAGE: Kind = { prefix: "ami", malformed: "InvalidAMIID.Malformed" };

/** Parameters by their last word, without numbers, that hold an id. */
const PARAMETERS: Readonly<Record<string, Kind>> = {
  InstanceId: INSTANCE,
  VolumeId: VOLUME,
  SnapshotId: SNAPSHOT,
  ImageId: IMAGE,
  SourceImageId: IMAGE,
};

/** EC2 tells an id that cannot be one from one that is not there; moto says NotFound of both. */
export function refuseMalformedIds(form: Form): void {
  for (const [name, value] of form) {
    const kind = PARAMETERS[lastWord(name)];
    if (kind !== undefined && !isWellFormed(value, kind)) refuse(kind.malformed, `Invalid id: "${value}"`);
  }
}

/** Some images of moto's catalogue have ids that EC2 could not have. */
export function isImageId(id: string): boolean {
  return isWellFormed(id, IMAGE);
}

function isWellFormed(id: string, { prefix }: Kind): boolean {
  return new RegExp(`^${prefix}-${HEX}$`).test(id);
}

function lastWord(name: string): string {
  return (
    name
      .split(".")
      .filter((word) => !/^\d+$/.test(word))
      .at(-1) ?? ""
  );
}
