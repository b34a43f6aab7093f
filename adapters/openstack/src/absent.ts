import type { Absences } from "@cimi-gateway/adapter";

const COMPUTE = "https://docs.openstack.org/api-ref/compute/";
const VOLUMES = "https://docs.openstack.org/api-ref/block-storage/v3/";
const NETWORKS = "https://docs.openstack.org/api-ref/network/v2/";

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
  "Network.st*": {
    reason:
      "What takes a network out of use stops its ports only: neither its routers nor its security groups, which a stop has to reach (5.16.1.2).",
    source: `${NETWORKS}#update-network`,
  },
  "Network.subnetworks": {
    reason: "A network of OpenStack is never within another; routers connect networks side by side.",
    source: `${NETWORKS}#networks`,
  },
  "NetworkInterface.mtu": {
    reason: "The largest packet is that of the network; a port has none of its own.",
    source: `${NETWORKS}#show-port-details`,
  },
  "NetworkInterface.speed": {
    reason: "A port has no bandwidth; limits are the policies of administrators.",
    source: `${NETWORKS}#show-port-details`,
  },
  "NetworkService.st*": {
    reason:
      "Of what OpenStack does for networks only routers and load balancers can be taken out of use; security groups and DHCP are there or not.",
    source: `${NETWORKS}#update-router`,
  },
  "ProtocolEndpoint.*able": {
    reason: "A port is enabled and disabled with all its addresses: do so with the NetworkInterface.",
    source: `${NETWORKS}#update-port`,
  },
  "ProtocolSegment.noDefaultRouting": {
    reason: "What is in one network reaches each other, and nothing else without a router.",
    source: `${NETWORKS}#subnets`,
  },
  "ProtocolSegment.st*": {
    reason: "A subnet works from when it is made until it is deleted.",
    source: `${NETWORKS}#subnets`,
  },
  "*AvailabilityLevel": {
    reason: "OpenStack has no levels of availability that a single object could be given.",
    source: "https://docs.openstack.org/nova/latest/admin/availability-zones.html",
  },
  "Volume.SharedVolumeSupport": {
    reason: "Only volumes of a type with multiattach can be shared, which the gateway does not ask for.",
    source: "https://docs.openstack.org/cinder/latest/admin/volume-multiattach.html",
  },
  "VolumeImage.bootable": {
    reason: "The block storage service does not tell whether a machine can start from a snapshot or a backup.",
    source: `${VOLUMES}#show-a-snapshot-s-details`,
  },
  "locatedVolume.*": {
    reason: "An attachment has no name, no metadata and no dates; what it is called stands in its Volume.",
    source: `${COMPUTE}#list-volume-attachments-for-an-instance`,
  },
} as const satisfies Absences;
