import { InvalidValue } from "../fault.js";
import type { StringMap } from "../types/map.js";

/** What a ProtocolEndpointTemplate says of the address. */
export interface Origin {
  readonly origin?: "STATIC" | "DYNAMIC" | undefined;
  readonly address?: string | undefined;
  readonly parameters?: StringMap | undefined;
}

/** Keys of Table 38 whose values follow from the address. */
const FOLLOWING = ["addressType", "prefixLength"] as const;

/**
 * Table 41: STATIC comes with an address, DYNAMIC without one and without what follows from it; without an origin an address may be
 * given or not.
 *
 * @throws InvalidValue that names what is missing or must be absent
 */
export function checkOrigin({ origin, address, parameters = {} }: Origin): void {
  if (origin === "STATIC" && address === undefined) throw new InvalidValue("is missing: origin is STATIC", ["address"]);
  if (origin !== "DYNAMIC") return;
  const key = FOLLOWING.find((name) => parameters[name] !== undefined);
  if (address !== undefined) throw dynamic(["address"]);
  if (key !== undefined) throw dynamic(["parameters", key]);
}

const dynamic = (path: readonly string[]): InvalidValue =>
  new InvalidValue("must be absent: origin is DYNAMIC, so that the cloud chooses the address", path);
