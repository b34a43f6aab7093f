/** 5.1: what EC2 has beyond CIMI. */
export const NAMESPACE = "urn:cimi-gateway:ec2:1";
