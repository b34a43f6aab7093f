/** Of a router or a security group, which belong to no network in OpenStack: the one for which it was made. */
export const NETWORK_TAG = "cimi-network";
