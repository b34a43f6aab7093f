import { ProviderFault } from "@cimi-gateway/adapter";
import { portions } from "./client.js";

/** Load balancers, or what has tags, that one call names (Elastic Load Balancing API reference, DescribeLoadBalancers, DescribeTags). */
const NAMED = 20;

/** Reads by many ARNs. One that is gone makes a call fail, so that those of such a call are asked for one by one; what is gone is left out. */
export async function inBatches<T>(
  arns: readonly string[],
  ask: (batch: string[]) => Promise<readonly T[] | undefined>,
): Promise<readonly T[]> {
  const batch = async (named: string[]): Promise<readonly T[]> => {
    try {
      return (await ask(named)) ?? [];
    } catch (error) {
      if (!(error instanceof ProviderFault) || error.kind !== "notFound") throw error;
      return named.length === 1 ? [] : (await Promise.all(named.map((one) => batch([one])))).flat();
    }
  };
  return (await Promise.all(portions(arns, NAMED).map(batch))).flat();
}
