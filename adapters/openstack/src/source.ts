import { ProviderFault } from "@cimi-gateway/adapter";
import { path } from "./paths.js";

/** What an imageLocation of ours names: data in OpenStack have no address for everybody. */
const KINDS = ["backups", "images", "snapshots", "servers", "volumes"] as const;
type Kind = (typeof KINDS)[number];

/** `openstack:RegionOne/images/<id>`. */
export const locationOf = (region: string, kind: Kind, id: string): string =>
  `openstack:${encodeURIComponent(region)}/${kind}${path`/${id}`}`;

interface Source {
  readonly kind: Kind;
  readonly id: string;
}

/**
 * Reads an imageLocation from which something of one of the kinds can be made, in this region.
 * @throws ProviderFault invalid that names what is taken
 */
export function readSource(location: string, region: string, taken: readonly Kind[]): Source {
  const [, place = "", kind = "", id = ""] = /^openstack:([^/]+)\/([a-z]+)\/([^/?#]+)$/.exec(location) ?? [];
  const found = taken.find((one) => one === kind);
  if (found !== undefined && place === encodeURIComponent(region)) return { kind: found, id: decodeURIComponent(id) };
  const forms = taken.map((one) => locationOf(region, one, "<id>").replace("%3Cid%3E", "<id>"));
  throw new ProviderFault(
    "invalid",
    `nothing can be made from the imageLocation${shown(location)}: name a resource of this cloud, or ${forms.join(" or ")}`,
  );
}

/** Of an address the host alone, as user and query may be secrets; nothing of what has neither our form nor a host. */
function shown(location: string): string {
  if (/^openstack:[^?#@]*$/.test(location)) return ` ${JSON.stringify(location)}`;
  const host = URL.canParse(location) ? new URL(location).host : "";
  return host === "" ? "" : ` at ${host}`;
}
