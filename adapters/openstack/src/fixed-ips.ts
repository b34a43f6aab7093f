import type { Context } from "@cimi-gateway/adapter";
import { readAddress } from "@cimi-gateway/model";
import type { NativeAnswer } from "./client.js";
import type { Cloud } from "./cloud.js";
import { garbled } from "./errors.js";
import { path } from "./paths.js";
import type { FixedIp, NeutronPort } from "./ports.js";

/** What a port is to have: an address, or any of a subnet. */
export interface FixedWanted {
  readonly subnet_id: string;
  readonly ip_address?: string;
}

export const wantedIn = (subnet_id: string, address: string | undefined): FixedWanted => ({
  subnet_id,
  ...(address !== undefined && { ip_address: address }),
});

export const isAt =
  (address: string) =>
  ({ ip_address }: FixedIp): boolean =>
    readAddress(ip_address) === address;

/** PUT of a port with all its addresses. Gives those that it then has. */
export async function setFixed(
  { client }: Cloud,
  port: string,
  fixed_ips: readonly FixedWanted[],
  context: Context,
): Promise<readonly FixedIp[]> {
  const call = { service: "network", method: "PUT", path: path`/ports/${port}`, body: { port: { fixed_ips } } } as const;
  const answer: NativeAnswer<{ port?: NeutronPort }> = await client.write(context, call);
  const found = answer.body?.port?.fixed_ips;
  if (!found) throw garbled("the addresses of the port", answer.requestId);
  return found;
}
