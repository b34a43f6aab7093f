import type { EC2 } from "@aws-sdk/client-ec2";
import { type Clock, type Context, paged, RetryBudget, withRetry } from "@cimi-gateway/adapter";
import { faultOf } from "./errors.js";

/** What goes with each call of the SDK. */
export interface Sending {
  readonly abortSignal: AbortSignal;
}

export type NativeCall<T> = (ec2: EC2, sending: Sending) => Promise<T>;

/** The paging parameters of a Describe call. */
export interface Page {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** Values that one filter may have (DescribeInstances, "Filters"). */
const FILTER_VALUES = 200;
const PAGE = 1000;

/** One account in one region: what is read is asked again when that may help, what is written is sent once. */
export class Client {
  readonly #budgets = new Map<string, RetryBudget>();

  constructor(
    readonly ec2: EC2,
    readonly clock: Clock,
    readonly attempts: number,
  ) {}

  /** A call that changes nothing. */
  read<T>(context: Context, call: NativeCall<T>): Promise<T> {
    const { clock, attempts } = this;
    return withRetry(() => this.write(context, call), {
      clock,
      attempts,
      budget: this.#budget(context.tenant),
      signal: () => context.signal,
    });
  }

  /** A call that changes something; whether it may be repeated is for the step around it to say. */
  async write<T>(context: Context, call: NativeCall<T>): Promise<T> {
    try {
      return await call(this.ec2, { abortSignal: context.signal });
    } catch (error) {
      throw faultOf(error);
    }
  }

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

  #budget(tenant: string): RetryBudget {
    const budget = this.#budgets.get(tenant) ?? new RetryBudget();
    this.#budgets.set(tenant, budget);
    return budget;
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
