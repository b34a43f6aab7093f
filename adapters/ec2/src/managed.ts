import type { OperatorResponse } from "@aws-sdk/client-ec2";
import { propertyKeys, type Tags } from "./tags.js";

/**
 * Keys of tags by which a manager marks what it makes and takes away itself (Contract, Safety per cloud), with the page that says so.
 * One table for machines, volumes and snapshots, since managers mark all of them alike.
 */
const MARKS: readonly (readonly [key: RegExp, source: string])[] = [
  [/^aws:autoscaling:groupName$/, "Amazon EC2 Auto Scaling user guide, Tag Auto Scaling groups and instances"],
  [/^aws:ec2:fleet-id$/, "Amazon EC2 user guide, EC2 Fleet"],
  [/^(aws:)?eks:.+$/, "Amazon EKS user guide, Tagging your Amazon EKS resources: cluster-name, nodegroup-name, eks-cluster-name"],
  [/^kubernetes\.io\/cluster\/.+$/, "cloud-provider-aws, pkg/providers/v1/tags.go; aws-ebs-csi-driver, docs/tagging.md"],
  [/^karpenter\.sh\/.+$/, "karpenter.sh, NodeClasses, spec.tags: nodepool, nodeclaim"],
  [/^karpenter\.k8s\.aws\/.+$/, "karpenter.sh, NodeClasses, spec.tags: ec2nodeclass"],
  [/^elbv2\.k8s\.aws\/cluster$/, "aws-load-balancer-controller, docs/deploy/configurations.md: tracking tags"],
  [/^ebs\.csi\.aws\.com\/.+$/, "aws-ebs-csi-driver, docs/tagging.md: cluster"],
  [/^CSIVolume(Snapshot)?Name$/, "aws-ebs-csi-driver, docs/tagging.md"],
  [
    /^kubernetes\.io\/created-for\/pvc?\/name$/,
    "aws-ebs-csi-driver, pkg/driver/constants.go: also volumes of the in-tree plugin",
  ],
];

interface Manageable {
  readonly Tags?: Tags;
  /** The service that EC2 itself names as the manager. */
  readonly Operator?: OperatorResponse | undefined;
}

/** Whether something native takes this away itself. A key that a consumer wrote as a property is no mark of a manager. */
export function isManaged({ Tags, Operator }: Manageable): boolean {
  if (Operator?.Managed === true) return true;
  const written = new Set(propertyKeys(Tags));
  return (Tags ?? []).some(({ Key = "" }) => !written.has(Key) && MARKS.some(([key]) => key.test(Key)));
}
