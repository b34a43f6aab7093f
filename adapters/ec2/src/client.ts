import type { EC2 } from "@aws-sdk/client-ec2";
import type { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Clock, type Context, paged, RetryBudget, withRetry } from "@cimi-gateway/adapter";
import { faultOf } from "./errors.js";

/** What goes with each call of the SDK. */
export interface Sending {
  readonly abortSignal: AbortSignal;
}

type SdkCall<Sdk, T> = (sdk: Sdk, sending: Sending) => Promise<T>;
export type NativeCall<T> = SdkCall<EC2, T>;
export type BalancingCall<T> = SdkCall<ElasticLoadBalancingV2, T>;

/** The paging parameters of a Describe call. */
export interface Page {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** Values that one filter may have (DescribeInstances, "Filters"). */
const FILTER_VALUES = 200;
const PAGE = 1000;
/** Of the Describe calls of load balancing (Elastic Load Balancing API reference, DescribeLoadBalancers). */
const BALANCING_PAGE = 400;

/** One API of an account in a region: what is read is asked again when that may help, what is written is sent once. */
class Sender<Sdk> {
  readonly #budgets = new Map<string, RetryBudget>();

  constructor(
    /** Loaded with the first call. */
    readonly sdk: () => Promise<Sdk>,
    readonly clock: Clock,
    readonly attempts: number,
  ) {}

  /** A call that changes nothing. */
  read<T>(context: Context, call: SdkCall<Sdk, T>): Promise<T> {
    const { clock, attempts } = this;
    return withRetry(() => this.write(context, call), {
      clock,
      attempts,
      budget: this.#budget(context.tenant),
      signal: () => context.signal,
    });
  }

  /** A call that changes something; whether it may be repeated is for the step around it to say. */
  async write<T>(context: Context, call: SdkCall<Sdk, T>): Promise<T> {
    try {
      return await call(await this.sdk(), { abortSignal: context.signal });
    } catch (error) {
      throw faultOf(error);
    }
  }

  #budget(tenant: string): RetryBudget {
    const budget = this.#budgets.get(tenant) ?? new RetryBudget();
    this.#budgets.set(tenant, budget);
    return budget;
  }
}

/** EC2 itself. */
export class Client extends Sender<EC2> {
  /** One native page after another, one call each. */
  pages<A extends { NextToken?: string | undefined }, T>(
    context: Context,
    call: (ec2: EC2, page: Page, sending: Sending) => Promise<A>,
    items: (answer: A) => readonly T[] | undefined,
    size = PAGE,
  ): AsyncGenerator<readonly T[]> {
    return paged(async (token) => {
      const page = { MaxResults: size, ...(token !== undefined && { NextToken: token }) };
      const answer = await this.read(context, (ec2, sending) => call(ec2, page, sending));
      return { items: items(answer) ?? [], token: answer.NextToken };
    });
  }
}

/** Elastic Load Balancing, which has an API and an SDK of its own. */
export class BalancingClient extends Sender<ElasticLoadBalancingV2> {
  /** One native page after another, one call each. */
  pages<A extends { NextMarker?: string | undefined }, T>(
    context: Context,
    call: (
      balancing: ElasticLoadBalancingV2,
      page: { readonly PageSize: number; readonly Marker?: string },
      sending: Sending,
    ) => Promise<A>,
    items: (answer: A) => readonly T[] | undefined,
  ): AsyncGenerator<readonly T[]> {
    return paged(async (token) => {
      const page = { PageSize: BALANCING_PAGE, ...(token !== undefined && { Marker: token }) };
      const answer = await this.read(context, (balancing, sending) => call(balancing, page, sending));
      return { items: items(answer) ?? [], token: answer.NextMarker };
    });
  }
}

/** The filter on many ids: unlike the parameter for ids, it does not fail for those that do not exist. */
export const filter = (Name: string, Values: readonly string[]) => ({ Name, Values: [...Values] });

/** Ids in portions that one filter takes. */
export function portions(ids: readonly string[], size = FILTER_VALUES): string[][] {
  const unique = [...new Set(ids)];
  return Array.from({ length: Math.ceil(unique.length / size) }, (_, index) => unique.slice(index * size, (index + 1) * size));
}

/** Lists of many parents, those of a portion together; `pages` are asked by one filter on the parents. */
export async function* pagesWithin<T>(
  parents: readonly string[],
  pages: (portion: string[]) => AsyncIterable<readonly T[]>,
): AsyncGenerator<readonly T[]> {
  for (const portion of portions(parents)) yield* pages(portion);
}

/** Reads by many ids; what is missing is absent from the answer. */
export async function readBy<T>(
  ids: readonly string[],
  idOf: (native: T) => string | undefined,
  pages: (portion: string[]) => AsyncIterable<readonly T[]>,
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (const portion of portions(ids)) {
    for await (const page of pages(portion)) for (const native of page) found.set(idOf(native) ?? "", native);
  }
  return found;
}
