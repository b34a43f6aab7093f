import type { Absences } from "@cimi-gateway/adapter";

const COMPUTE = "https://docs.openstack.org/api-ref/compute/";
const VOLUMES = "https://docs.openstack.org/api-ref/block-storage/v3/";

/** What is left out of networks is left out as a whole. */
const NETWORKS = {
  reason:
    "Networks of OpenStack are not offered here: a machine is in those that the setting `networks` names, else in the one that the compute service chooses.",
  source: `${COMPUTE}#create-server`,
} as const;

const KEY_PAIR = {
  reason: "A key pair never changes, and the list of key pairs does not tell when they were made.",
  source: `${COMPUTE}#list-keypairs`,
} as const;

const STOP = {
  reason:
    "A stop asks the guest to shut down and, after a time that the cloud's operator sets, turns it off; consumers cannot do without the first.",
  source: `${COMPUTE}#stop-server-os-stop-action`,
} as const;

/** What OpenStack leaves out, and why. */
export const absent = {
  "Credential.created": KEY_PAIR,
  "Credential.updated": KEY_PAIR,
  "Disk.updated": {
    reason: "OpenStack does not tell when a disk of a server was last changed.",
    source: `${COMPUTE}#show-server-details`,
  },
  "Machine.cpuSpeed": {
    reason: "Neither flavors nor servers tell the speed of a processor.",
    source: `${COMPUTE}#show-flavor-details`,
  },
  "Machine.MachineStopForce": STOP,
  "Machine.MachineStopForceDefault": STOP,
  "Machine.interfaces": NETWORKS,
  "Network*": NETWORKS,
  "Protocol*": NETWORKS,
  "*AvailabilityLevel": {
    reason: "OpenStack has no levels of availability that a single object could be given.",
    source: "https://docs.openstack.org/nova/latest/admin/availability-zones.html",
  },
  "Volume.SharedVolumeSupport": {
    reason: "Only volumes of a type with multiattach can be shared, which the gateway does not ask for.",
    source: "https://docs.openstack.org/cinder/latest/admin/volume-multiattach.html",
  },
  "VolumeImage.bootable": {
    reason: "The block storage service does not tell whether a machine can start from a snapshot.",
    source: `${VOLUMES}#show-a-snapshot-s-details`,
  },
  "locatedVolume.*": {
    reason: "An attachment has no name, no metadata and no dates; what it is called stands in its Volume.",
    source: `${COMPUTE}#list-volume-attachments-for-an-instance`,
  },
} as const satisfies Absences;
