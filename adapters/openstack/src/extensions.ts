/** 5.1: what OpenStack has beyond CIMI. */
export const NAMESPACE = "urn:cimi-gateway:openstack:1";
