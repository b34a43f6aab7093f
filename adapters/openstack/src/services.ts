export type ServiceName = "compute" | "volume" | "image" | "network" | "loadBalancer";

/** A version of an API within its major one: [2, 93]. */
export type Microversion = readonly [major: number, minor: number];

export interface Service {
  /** Types in the service catalogue, the preferred first (Service types authority). */
  readonly types: readonly string[];
  /** Appended to an endpoint that is told without its version. */
  readonly version: string;
  readonly microversions?: {
    /** How the header OpenStack-API-Version calls the service. */
    readonly name: string;
    /** What this adapter cannot do without. */
    readonly lowest: Microversion;
    /** What it was written for; a newer service is asked to behave like this one. */
    readonly highest: Microversion;
  };
}

/**
 * Compute 2.79 is the first that says of an attachment that it goes with its server; 2.93 the last of Zed. Block storage 3.42 is the first
 * that extends an attached volume; 3.70 the last of Zed. Not every cloud has load balancers.
 */
export const SERVICES: Readonly<Record<ServiceName, Service>> = {
  compute: {
    types: ["compute"],
    version: "v2.1",
    microversions: { name: "compute", lowest: [2, 79], highest: [2, 93] },
  },
  volume: {
    types: ["block-storage", "volumev3", "volume", "block-store"],
    version: "v3",
    microversions: { name: "volume", lowest: [3, 42], highest: [3, 70] },
  },
  image: { types: ["image"], version: "v2" },
  network: { types: ["network"], version: "v2.0" },
  loadBalancer: { types: ["load-balancer"], version: "v2.0" },
};
