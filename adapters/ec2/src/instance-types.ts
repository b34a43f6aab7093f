import type { InstanceTypeInfo } from "@aws-sdk/client-ec2";
import { type Context, gather } from "@cimi-gateway/adapter";
import { type Client, filter, portions } from "./client.js";

const DAY = 24 * 60 * 60 * 1000;
/** DescribeInstanceTypes gives 100 a page at most. */
const PAGE = 100;

interface Kept {
  readonly at: number;
  /** Undefined: EC2 does not know the type. */
  readonly info: InstanceTypeInfo | undefined;
}

/** The instance types of the region: they change rarely and are many, so that they are kept for a day. */
export class InstanceTypes {
  readonly #kept = new Map<string, Kept>();
  #all: { readonly at: number; readonly types: Promise<readonly InstanceTypeInfo[]> } | undefined;

  constructor(readonly client: Client) {}

  /** All of them; whoever asks at the same time shares one reading, which therefore does not end with the first who asked. */
  all(context: Context): Promise<readonly InstanceTypeInfo[]> {
    if (this.#all && this.#isFresh(this.#all.at)) return this.#all.types;
    const types = this.#readAll({ ...context, signal: new AbortController().signal });
    this.#all = { at: this.client.clock.now(), types };
    types.catch(() => {
      this.#all = undefined;
    });
    return types;
  }

  /** Those with these names; what EC2 does not know is absent. One call for up to 100 that are not known yet. */
  async named(names: readonly string[], context: Context): Promise<ReadonlyMap<string, InstanceTypeInfo>> {
    const unknown = names.filter((name) => !this.#isFresh(this.#kept.get(name)?.at));
    for (const portion of portions(unknown, PAGE)) {
      const Filters = [filter("instance-type", portion)];
      this.#keep(portion, await gather(this.#pages(context, { Filters })));
    }
    return new Map(names.flatMap((name) => (this.#kept.get(name)?.info ? [[name, this.#kept.get(name)!.info!] as const] : [])));
  }

  async #readAll(context: Context): Promise<readonly InstanceTypeInfo[]> {
    const types = await gather(this.#pages(context, {}));
    this.#keep([], types);
    return types;
  }

  #pages(context: Context, query: { Filters?: ReturnType<typeof filter>[] }): AsyncGenerator<readonly InstanceTypeInfo[]> {
    return this.client.pages(
      context,
      (ec2, page, sending) => ec2.describeInstanceTypes({ ...query, ...page }, sending),
      ({ InstanceTypes: types }) => types,
      PAGE,
    );
  }

  #keep(asked: readonly string[], types: readonly InstanceTypeInfo[]): void {
    const at = this.client.clock.now();
    for (const name of asked) this.#kept.set(name, { at, info: undefined });
    for (const info of types) this.#kept.set(info.InstanceType ?? "", { at, info });
  }

  #isFresh(at: number | undefined): boolean {
    return at !== undefined && this.client.clock.now() - at < DAY;
  }
}
