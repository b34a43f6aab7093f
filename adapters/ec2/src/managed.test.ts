import { describe, expect, it } from "@jest/globals";
import { isManaged } from "./managed.js";
import { answered, context, scripted } from "./testing.js";

const tagSet = (tags: Readonly<Record<string, string>>): string =>
  `<tagSet>${Object.entries(tags)
    .map(([key, value]) => `<item><key>${key}</key><value>${value}</value></item>`)
    .join("")}</tagSet>`;

const BEARERS = {
  Machine: [
    "i-1",
    (tags: string) =>
      `<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId>${tags}</item></instancesSet></item></reservationSet>`,
  ],
  Volume: [
    "vol-1",
    (tags: string) => `<volumeSet><item><volumeId>vol-1</volumeId><status>available</status>${tags}</item></volumeSet>`,
  ],
  VolumeImage: [
    "snap-1",
    (tags: string) => `<snapshotSet><item><snapshotId>snap-1</snapshotId><status>completed</status>${tags}</item></snapshotSet>`,
  ],
} as const;
const ACTIONS = { Machine: "DescribeInstances", Volume: "DescribeVolumes", VolumeImage: "DescribeSnapshots" } as const;

async function offersDelete(type: keyof typeof BEARERS, tags: Readonly<Record<string, string>>): Promise<boolean> {
  const [id, answer] = BEARERS[type];
  const ec2 = await scripted({ [ACTIONS[type]]: answered(ACTIONS[type], answer(tagSet(tags))) });
  const adapter = ec2.of(type);
  return adapter.deletable!((await adapter.read([id], context())).get(id));
}

describe("what something native manages offers no delete (Contract, Safety per cloud)", () => {
  it.each([
    ["Machine", "aws:autoscaling:groupName"],
    ["Machine", "aws:ec2:fleet-id"],
    ["Machine", "eks:cluster-name"],
    ["Machine", "eks:nodegroup-name"],
    ["Machine", "aws:eks:cluster-name"],
    ["Machine", "kubernetes.io/cluster/production"],
    ["Machine", "karpenter.sh/nodepool"],
    ["Machine", "karpenter.k8s.aws/ec2nodeclass"],
    ["Volume", "ebs.csi.aws.com/cluster"],
    ["Volume", "CSIVolumeName"],
    ["Volume", "kubernetes.io/created-for/pv/name"],
    ["Volume", "kubernetes.io/created-for/pvc/name"],
    ["Volume", "kubernetes.io/cluster/production"],
    ["VolumeImage", "ebs.csi.aws.com/cluster"],
    ["VolumeImage", "CSIVolumeSnapshotName"],
  ] as const)("a %s with the tag %s", async (type, key) => expect(await offersDelete(type, { [key]: "x" })).toBe(false));

  it.each([
    ["Machine", { Name: "aws:autoscaling:groupName" }],
    ["Machine", { "my/kubernetes.io/cluster/x": "" }],
    ["Volume", { "kubernetes.io/cluster": "", "kubernetes.io/role/node": "1" }],
    ["VolumeImage", {}],
  ] as const)("but a %s with the tags %j does", async (type, tags) => expect(await offersDelete(type, tags)).toBe(true));

  it("a service that EC2 names as the manager counts without any tag", () => {
    expect(isManaged({ Operator: { Managed: true } })).toBe(true);
    expect(isManaged({ Operator: { Managed: false } })).toBe(false);
  });

  it("a property that a consumer wrote is no mark: who runs a cluster through CIMI deletes its machines through CIMI", () => {
    const Tags = [
      { Key: "kubernetes.io/cluster/own", Value: "owned" },
      { Key: "cimi-properties", Value: '["kubernetes.io/cluster/own"]' },
    ];
    expect(isManaged({ Tags })).toBe(false);
    expect(isManaged({ Tags: [...Tags, { Key: "eks:cluster-name", Value: "x" }] })).toBe(true);
  });
});
