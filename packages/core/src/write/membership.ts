import type { Membership } from "@cimi-gateway/adapter";
import type { Cloud } from "../cloud.js";

/** What a cloud takes into a Collection of a type, and lets go of it. */
export const membershipOf = ({ sources }: Pick<Cloud, "sources">, type: string, attribute: string): Membership | undefined =>
  (sources.get(type)?.adapter.collections as Readonly<Record<string, Membership>> | undefined)?.[attribute];
