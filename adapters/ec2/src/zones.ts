import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import { type Client, filter } from "./client.js";
import type { Ec2Settings } from "./read-settings.js";

/** Where new things are placed. The zones of a region are read once. */
export class Zones {
  #first: string | undefined;

  constructor(
    readonly client: Client,
    readonly settings: Ec2Settings,
  ) {}

  /** The zone that a request names, else the configured one; undefined: any. Throws for a place outside the region. */
  wanted(location: string | undefined): string | undefined {
    const { region, zone } = this.settings;
    if (location === undefined || location === region) return zone;
    if (location.startsWith(region)) return location;
    throw new ProviderFault(
      "invalid",
      `the location ${JSON.stringify(location)} is not in this cloud; name ${region} or one of its zones, e.g. ${region}a`,
    );
  }

  /** The same for what EC2 places nowhere by itself. */
  async chosen(location: string | undefined, context: Context): Promise<string> {
    const wanted = this.wanted(location);
    if (wanted !== undefined) return wanted;
    this.#first ??= await this.#available(context);
    return this.#first;
  }

  async #available(context: Context): Promise<string> {
    const Filters = [filter("state", ["available"]), filter("zone-type", ["availability-zone"])];
    const { AvailabilityZones } = await this.client.read(context, (ec2, sending) =>
      ec2.describeAvailabilityZones({ Filters }, sending),
    );
    const zone = (AvailabilityZones ?? []).flatMap(({ ZoneName }) => ZoneName ?? []).sort()[0];
    if (zone === undefined) throw new ProviderFault("unavailable", `the region ${this.settings.region} has no available zone`);
    return zone;
  }
}
