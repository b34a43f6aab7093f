import type { Absences } from "@cimi-gateway/adapter";

const API = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide";
const EBS = "https://docs.aws.amazon.com/ebs/latest/userguide";

const NETWORKS = {
  reason: "This edition of the gateway does not serve EC2's networks.",
  source: "https://docs.aws.amazon.com/vpc/latest/userguide",
} as const;

/** What EC2 leaves out, and why. */
export const absent = {
  "*.updated": { reason: "EC2 does not tell when an object was last changed.", source: `${API}/API_Types.html` },
  "Machine.pause": { reason: "EC2 has no paused state.", source: `${GUIDE}/ec2-instance-lifecycle.html` },
  "Machine.MachineStopForceDefault": {
    reason: "A stop without `force` shuts the guest down.",
    source: `${API}/API_StopInstances.html`,
  },
  "Machine.interfaces": NETWORKS,
  "Network*": NETWORKS,
  "Protocol*": NETWORKS,
  "*AvailabilityLevel": {
    reason: "EC2 has no levels of availability that a single object could be given.",
    source: `${GUIDE}/using-regions-availability-zones.html`,
  },
  "*.bootable": {
    reason: "EC2 does not tell whether a machine can start from a volume or a snapshot.",
    source: `${API}/API_Volume.html`,
  },
  "Volume.restore": {
    reason: "EC2 cannot put a snapshot back into a volume. Make a new Volume from the VolumeImage.",
    source: `${EBS}/ebs-restoring-volume.html`,
  },
  "Volume.SharedVolumeSupport": {
    reason: "Only volumes of the types io1 and io2 can be shared, which the gateway does not make.",
    source: `${EBS}/ebs-volumes-multi.html`,
  },
  "locatedVolume.*": {
    reason: "An attachment has no tags and no dates; what it is called stands in its Volume.",
    source: `${API}/API_VolumeAttachment.html`,
  },
} as const satisfies Absences;
