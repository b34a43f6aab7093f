import { type Call, type Context, gatherBy, paged, RetryBudget, type WriteContext, withRetry } from "@cimi-gateway/adapter";
import { faultOf, isGone } from "./errors.js";
import type { Action, InputOf } from "./world/actions.js";
import type { Kind, Things } from "./world/things.js";
import type { Receipt, World } from "./world/world.js";

/** The native API as the adapter uses it: failures are ProviderFaults, and reads are repeated. A write is sent once: core repeats steps. */
export class Client {
  /** RELIABILITY: never shared between tenants. */
  readonly #budgets = new Map<string, RetryBudget>();

  constructor(
    private readonly world: World,
    /** Sends of one read, the first included. */
    private readonly attempts: number,
  ) {}

  list<K extends Kind>(kind: K, context: Context, owner?: string): AsyncIterable<readonly Things[K][]> {
    return paged(async (token) => {
      const query = { owner, after: token === undefined ? undefined : Number(token) };
      const { items, after } = await this.#reading(context, () => this.world.list(kind, query, context));
      return { items, token: after === undefined ? undefined : String(after) };
    });
  }

  /** The API lists the things of one owner or of all: those of many are among all. */
  listWithin<K extends Kind>(
    kind: K,
    context: Context,
    isListed: (thing: Things[K]) => boolean = () => true,
  ): Promise<ReadonlyMap<string, readonly Things[K][]>> {
    return gatherBy(this.list(kind, context), (thing) => (isListed(thing) ? thing.owner : undefined));
  }

  async read<K extends Kind>(kind: K, ids: readonly string[], context: Context): Promise<ReadonlyMap<string, Things[K]>> {
    const things = await this.#reading(context, () => this.world.read(kind, ids, context));
    return new Map(things.map((thing) => [thing.id, thing]));
  }

  /** One step of a write: repeating it is harmless because of its token. */
  step<A extends Action>(name: string, action: A, input: InputOf<A>, context: WriteContext, undo?: Undo): Promise<Receipt> {
    return context.step(
      name,
      this.#callOf(action, () => input, context, undo),
    );
  }

  /** The step that makes the main object; the marker stays with it. */
  create<A extends Action>(action: A, input: InputOf<A>, context: WriteContext, undo: Undo): Promise<Receipt> {
    return context.step(
      "create",
      this.#callOf(action, (marker) => ({ ...(input as object), marker }) as InputOf<A>, context, undo),
    );
  }

  /** Takes something away, or finds it gone; also when nobody waits for it any more. */
  async drop<A extends Action>(action: A, input: InputOf<A>): Promise<void> {
    await faulty(() => this.world.write(action, input)).catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
  }

  #callOf<A extends Action>(
    action: A,
    input: (marker: string) => InputOf<A>,
    context: WriteContext,
    undo?: Undo,
  ): Call<StepResult> {
    return {
      send: async ({ token, marker }) => {
        const receipt = await faulty(() => this.world.write(action, input(marker), token, context));
        return { ...receipt };
      },
      ...(undo && { undo: ({ id }: StepResult) => undo(id) }),
    };
  }

  #reading<T>(context: Context, send: () => Promise<T>): Promise<T> {
    const { clock, tenant } = context;
    const signal = () => context.signal;
    return withRetry(() => faulty(send), { clock, signal, attempts: this.attempts, budget: this.#budgetOf(tenant) });
  }

  #budgetOf(tenant: string): RetryBudget {
    const known = this.#budgets.get(tenant);
    if (known) return known;
    const budget = new RetryBudget();
    this.#budgets.set(tenant, budget);
    return budget;
  }
}

async function faulty<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw faultOf(error);
  }
}

type Undo = (id: string) => Promise<void>;

/** A receipt as it is recorded. */
type StepResult = { readonly id: string; readonly requestId: string };
