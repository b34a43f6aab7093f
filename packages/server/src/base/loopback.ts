import { isIP, isIPv6 } from "node:net";

export const familyOf = (address: string): "ipv4" | "ipv6" => (isIPv6(address) ? "ipv6" : "ipv4");

/** 127.0.0.0/8, also as IPv6 sockets show it, and ::1. */
export const isLoopback = (address: string): boolean => /^(?:(?:::ffff:)?127(?:\.\d{1,3}){3}|::1)$/.test(address);

/** Whether nobody but this machine reaches what listens on this host. */
export const isLoopbackHost = (host: string): boolean =>
  host.toLowerCase() === "localhost" || (isIP(host) !== 0 && isLoopback(host));
