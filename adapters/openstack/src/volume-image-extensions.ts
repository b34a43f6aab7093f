import { type Extensions, extensionAttribute, extensionValues, ProviderFault } from "@cimi-gateway/adapter";
import { amount, boolean, enumeration } from "@cimi-gateway/model";
import { NAMESPACE } from "./extensions.js";
import { type ImageKind, KINDS, type VolumeImage } from "./volume-images.js";

const chosenOnce = { consumerWritable: false, mutable: false, atCreation: true } as const;

/** Block Storage API v3, "Volume snapshots" and "Backups". */
const kind = extensionAttribute(NAMESPACE, enumeration(KINDS), {
  ...chosenOnce,
  help: "snapshot: beside the volume, in its storage; backup: apart from it, so that it outlives the volume. Without it a snapshot. Absent where the block storage service lets the project have no backups.",
});

const incremental = extensionAttribute(NAMESPACE, boolean, {
  ...chosenOnce,
  help: "Of a backup: whether it holds only what changed since the newest one of the volume, which is needed as long as this one.",
});

const capacity = extensionAttribute(NAMESPACE, amount, {
  consumerWritable: false,
  help: "Kilobytes of the volume that it was taken of; what is made from it has as many at least.",
});

export const volumeImageExtensions: Extensions<VolumeImage> = {
  attributes: {
    kind: { ...kind, read: (image) => (image.isOneOfTwo ? image.kind : undefined) },
    incremental: { ...incremental, read: ({ isIncremental }) => isIncremental },
    capacity: { ...capacity, read: (image) => image.capacity },
  },
};

/** What a new image is to be. */
export interface ImageChoice {
  readonly kind: ImageKind;
  readonly incremental: boolean;
}

/** @throws ProviderFault invalid for a snapshot that is to be incremental */
export function choiceOf(given: object): ImageChoice {
  const wanted = extensionValues({ kind, incremental }, given);
  const choice = { kind: wanted.kind ?? "snapshot", incremental: wanted.incremental ?? false };
  if (choice.incremental && choice.kind !== "backup")
    throw new ProviderFault("invalid", "only backups are incremental: name the kind backup, or leave incremental out");
  return choice;
}
