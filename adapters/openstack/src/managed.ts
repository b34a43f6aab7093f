import { type Metadata, propertyKeys } from "./metadata.js";

/** Keys of metadata by which a manager marks what it makes and takes away itself (Contract, Safety per cloud), with where that is said. */
const MARKS: readonly (readonly [key: RegExp, source: string])[] = [
  [/^metering\.server_group$/, "Heat template guide, AutoScalingGroup: the metadata of its servers"],
  [
    /^cinder\.csi\.openstack\.org\/cluster$/,
    "cloud-provider-openstack, pkg/csi/cinder/controllerserver.go: volumes and snapshots",
  ],
  [/^csi\.storage\.k8s\.io\/.+$/, "cloud-provider-openstack, pkg/csi/cinder/controllerserver.go: the claim of a volume"],
];

/** Whether something native takes this away itself. A key that a consumer wrote as a property is no mark of a manager. */
export function isManaged(metadata: Metadata): boolean {
  const written = new Set(propertyKeys(metadata));
  return Object.keys(metadata ?? {}).some((name) => !written.has(name) && MARKS.some(([key]) => key.test(name)));
}
