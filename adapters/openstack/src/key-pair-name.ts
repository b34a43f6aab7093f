import { createHash } from "node:crypto";
import type { ScopeTags } from "@cimi-gateway/adapter";
import { isConfined } from "./scope.js";

/**
 * A key pair has nothing but its name, which is unique for a user: the CIMI id in it makes a second creation fail instead of doubling. Where
 * the cloud is confined, the name also says by what, so that it is seen from there alone.
 */
const prefixFor = (scope: ScopeTags): string => (isConfined(scope) ? `cimi-${digestOf(scope)}-` : "cimi-");

/** Characters of the digest that a name has. */
const LENGTH = 16;
const digestOf = (scope: ScopeTags): string =>
  createHash("sha256")
    .update(JSON.stringify(Object.entries(scope).sort()))
    .digest("hex")
    .slice(0, LENGTH);

export const keyPairName = (scope: ScopeTags, marker: string): string => `${prefixFor(scope)}${marker}`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The CIMI id in a name of this scope. */
export function markerOfKeyPair(scope: ScopeTags, name: string): string | undefined {
  const prefix = prefixFor(scope);
  const marker = name.startsWith(prefix) ? name.slice(prefix.length) : "";
  return UUID.test(marker) ? marker : undefined;
}

/** Whether a key pair is inside the scope. */
export const isKeyPairInside = (scope: ScopeTags, name: string): boolean =>
  !isConfined(scope) || markerOfKeyPair(scope, name) !== undefined;
