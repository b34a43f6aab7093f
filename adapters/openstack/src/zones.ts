import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";

interface Zones {
  readonly availabilityZoneInfo?: readonly {
    readonly zoneName?: string;
    readonly zoneState?: { readonly available?: boolean };
  }[];
}

/** Servers and volumes have zones of their own; where both have one of a name, what is made for a server is put there. */
export async function volumeZone({ client }: Cloud, zone: string | undefined, context: Context): Promise<string | undefined> {
  if (zone === undefined) return undefined;
  const call = { service: "volume", path: "/os-availability-zone" } as const;
  const { availabilityZoneInfo: known = [] } = await client.read<Zones>(context, call);
  return known.some(({ zoneName, zoneState }) => zoneName === zone && zoneState?.available !== false) ? zone : undefined;
}
