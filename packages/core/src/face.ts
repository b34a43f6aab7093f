import { type Edition, editionOf } from "@cimi-gateway/model";
import { Refusal } from "./fault.js";
import type { Face } from "./types.js";

interface FaceOptions {
  readonly clouds: ReadonlySet<string>;
  readonly defaultCloud: string;
  /** Whether a name begins a path inside a cloud: it is then not taken for a cloud's. */
  readonly isCollection: (name: string) => boolean;
}

interface Located {
  readonly face: Face;
  /** What follows the face in the path, decoded. */
  readonly segments: readonly string[];
}

interface Address {
  readonly path: string;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The namespace that the body names; only the tolerant faces look at it. */
  readonly namespace?: string | undefined;
}

/**
 * `/cimi/1|2/{cloud}/…` follows the standard; `/cimi/{cloud}/…` and `/cimi/…` (the default cloud) are lenient and find the edition
 * in CIMI-Specification-Version, else in the body, else take 1 (Contract, URLs).
 */
export function locate(address: Address, options: FaceOptions): Located {
  const parts = address.path.split("/");
  const [, root, ...segments] = address.path.includes("%") ? parts.map(decoded) : parts;
  if (root !== "cimi") throw new Refusal(404, "CIMI begins at /cimi/");
  const [first, second] = segments;
  if (first === "1" || first === "2") {
    if (second === undefined || second === "") throw new Refusal(404, `name a cloud after the edition: /cimi/${first}/{cloud}/`);
    return located(address, Number(first) as Edition, false, known(second, options), [first, second], segments.slice(2));
  }
  const edition = lenientEdition(address);
  if (first === undefined || first === "" || first === ENTRY_POINT || options.isCollection(first)) {
    return located(address, edition, true, chosenCloud(address, options), [], segments);
  }
  return located(address, edition, true, known(first, options), [first], segments.slice(1));
}

export const ENTRY_POINT = "cloudEntryPoint";

/** Existing clients choose what is behind `/cimi/` by a header; a name that no cloud has is somebody's tenant and chooses nothing. */
const chosenCloud = ({ headers }: Address, { clouds, defaultCloud }: FaceOptions): string =>
  CHOOSING.map((name) => headers[name]).find((name) => name !== undefined && clouds.has(name)) ?? defaultCloud;

const CHOOSING = ["x-deltacloud-provider", "tenantid", "tenantname"];

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(400, "the path is not percent-encoded as RFC 3986 says");
  }
}

function known(cloud: string, { clouds }: FaceOptions): string {
  if (!clouds.has(cloud)) throw new Refusal(404, `no cloud of that name is configured; there are: ${[...clouds].join(", ")}`);
  return cloud;
}

function located(
  { origin }: Address,
  edition: Edition,
  tolerant: boolean,
  cloud: string,
  prefix: readonly string[],
  rest: readonly string[],
): Located {
  const base = `${origin}/${["cimi", ...prefix, ""].join("/")}`;
  return { face: { edition, cloud, tolerant, base }, segments: inside(rest, tolerant) };
}

/** The slash after a face belongs to its base; any other names an empty segment, over which only the tolerant faces pass at the end. */
function inside(rest: readonly string[], tolerant: boolean): readonly string[] {
  const isSilent = rest.at(-1) === "" && (tolerant || rest.length === 1);
  return isSilent ? rest.slice(0, -1) : rest;
}

/** The header is a list; the first edition in it that we speak counts, and versions match by their first number. */
function lenientEdition({ headers, namespace }: Address): Edition {
  const versions = (headers["cimi-specification-version"] ?? "").split(",").map((version) => version.trim().split(".", 1)[0]);
  const asked = versions.find((version) => version === "1" || version === "2");
  return asked ? (Number(asked) as Edition) : (editionOf(namespace ?? "") ?? 1);
}
