import type { Absences } from "@cimi-gateway/adapter";

const API = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide";
const EBS = "https://docs.aws.amazon.com/ebs/latest/userguide";

const VPC = "https://docs.aws.amazon.com/vpc/latest/userguide";

const UNDATED = {
  reason: "EC2 does not tell when networks and what is in them were made.",
  source: `${API}/API_Types.html`,
} as const;

const ALWAYS = {
  reason: "What EC2 has of networks works from when it is made until it is deleted.",
  source: `${VPC}/how-it-works.html`,
} as const;

/** What EC2 leaves out, and why. */
export const absent = {
  "*.updated": { reason: "EC2 does not tell when an object was last changed.", source: `${API}/API_Types.html` },
  "Machine.pause": { reason: "EC2 has no paused state.", source: `${GUIDE}/ec2-instance-lifecycle.html` },
  "Machine.MachineStopForceDefault": {
    reason: "A stop without `force` shuts the guest down.",
    source: `${API}/API_StopInstances.html`,
  },
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
  "Network*.created": UNDATED,
  "Protocol*.created": UNDATED,
  "Network.subnetworks": {
    reason: "A VPC is never within another; VPCs are connected side by side.",
    source: `${VPC}/how-it-works.html`,
  },
  "Network*.st*": ALWAYS,
  "Network*.*able": ALWAYS,
  "Protocol*.st*": ALWAYS,
  "Protocol*.*able": ALWAYS,
  "NetworkInterface.speed": {
    reason: "The bandwidth of an interface follows from the machine's type and load.",
    source: `${GUIDE}/ec2-instance-network-bandwidth.html`,
  },
  "NetworkInterface.mtu": {
    reason: "The MTU is set in the guest; EC2 does not tell it.",
    source: `${GUIDE}/network_mtu.html`,
  },
  "ProtocolSegment.noDefaultRouting": {
    reason: "A VPC always routes between its subnets.",
    source: `${VPC}/RouteTables.html`,
  },
  "locatedVolume.*": {
    reason: "An attachment has no tags and no dates; what it is called stands in its Volume.",
    source: `${API}/API_VolumeAttachment.html`,
  },
} as const satisfies Absences;
