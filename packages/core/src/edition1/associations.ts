import type { ResourceName } from "@cimi-gateway/model";

interface Association {
  readonly type: ResourceName;
  readonly attribute: string;
}

/** The Collections of edition 2 behind those whose items edition 1 adds and deletes as links. */
export const ASSOCIATIONS: ReadonlyMap<string, Association> = new Map([
  ["MachineNetworkInterfaceAddress", { type: "NetworkInterface", attribute: "endpoints" }],
]);
