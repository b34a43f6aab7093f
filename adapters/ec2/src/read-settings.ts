import type { ScopeTags, Settings } from "@cimi-gateway/adapter";
import { isPrefix, prefixAddress, prefixAround, prefixFamily, prefixLength } from "@cimi-gateway/model";
import { LARGEST, SMALLEST } from "./network-prefix.js";
import { readScope } from "./scope.js";

export interface Ec2Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Ec2Settings {
  readonly region: string;
  readonly endpoint?: string;
  readonly balancingEndpoint?: string;
  readonly credentials?: Ec2Credentials;
  readonly owners: readonly string[];
  readonly names: readonly string[];
  readonly zone?: string;
  /** The prefix of a network that is made without segments. */
  readonly networkPrefix: string;
  /** The most rules of a firewall in one direction. */
  readonly firewallRules: number;
  readonly volumeType: string;
  readonly hibernation: boolean;
  /** Megahertz by instance type. */
  readonly cpuSpeeds: Readonly<Record<string, number>>;
  readonly tagPrefixes: readonly string[];
  readonly scope: ScopeTags;
  readonly attempts: number;
  readonly maxConnections: number;
}

/** Reads the validated entry of a cloud; throws an Error for what the list of settings alone cannot exclude. */
export function readSettings(given: Settings): Ec2Settings {
  const [region, endpoint, zone] = [text(given.region), text(given.endpoint), text(given.zone)];
  const balancingEndpoint = text(given.balancingEndpoint);
  if (region === undefined) throw new Error("region is missing: name the EC2 region, e.g. eu-west-1");
  const credentials = readCredentials(given);
  return {
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(balancingEndpoint !== undefined && { balancingEndpoint }),
    ...(zone !== undefined && { zone }),
    ...(credentials && { credentials }),
    ...readImages(given),
    networkPrefix: readNetworkPrefix(text(given.networkPrefix) ?? "10.0.0.0/16"),
    firewallRules: integer(given.firewallRules) ?? 60,
    volumeType: text(given.volumeType) ?? "gp3",
    hibernation: given.hibernation === true,
    cpuSpeeds: numbers(given.cpuSpeeds),
    tagPrefixes: texts(given.tagPrefixes) ?? [],
    scope: readScope(given),
    attempts: integer(given.attempts) ?? 3,
    maxConnections: integer(given.maxConnections) ?? 32,
  };
}

/** @throws Error for what EC2 has no VPC of */
function readNetworkPrefix(given: string): string {
  const [length, isIpv4] = isPrefix(given) ? [prefixLength(given), prefixFamily(given) === 4] : [0, false];
  if (!isIpv4 || length < LARGEST || length > SMALLEST || prefixAround(prefixAddress(given), length) !== given)
    throw new Error(`networkPrefix must be an IPv4 prefix of /${LARGEST} to /${SMALLEST}, e.g. 10.0.0.0/16, not ${given}`);
  return given;
}

/** Images of amazon alone are tens of thousands: other owners than self are listed by name only. */
function readImages(given: Settings): { readonly owners: readonly string[]; readonly names: readonly string[] } {
  const owners = texts(given["images.owners"]) ?? ["self"];
  const names = texts(given["images.names"]) ?? [];
  if (names.length === 0 && owners.some((owner) => owner !== "self")) {
    throw new Error(
      'images.names is missing: owners other than self need the names of the images to show, e.g. ["al2023-ami-*"]',
    );
  }
  return { owners, names };
}

function readCredentials(given: Settings): Ec2Credentials | undefined {
  const accessKeyId = text(given["credentials.accessKeyId"]);
  const secretAccessKey = text(given["credentials.secretAccessKey"]);
  const sessionToken = text(given["credentials.sessionToken"]);
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new Error("credentials need both accessKeyId and secretAccessKey, or neither");
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const texts = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === "string") : undefined;
const integer = (value: unknown): number | undefined => (Number.isInteger(value) ? Number(value) : undefined);

function numbers(value: unknown): Readonly<Record<string, number>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => (Number.isFinite(Number(entry)) ? [[key, Number(entry)]] : [])),
  );
}
