import { randomUUID } from "node:crypto";
import type { Clock } from "@cimi-gateway/adapter";
import type { Action, InputOf } from "./actions.js";
import { Cloud, type Quota } from "./cloud.js";
import { fileStorage } from "./file.js";
import { type Answer, type Delivery, Host } from "./host.js";
import { Refusal } from "./refusal.js";
import type { Request } from "./request.js";
import type { Rule } from "./script.js";
import { memoryStorage } from "./storage.js";
import type { Page, PageQuery } from "./table.js";
import type { Kind, Things } from "./things.js";
import type { Caller, Census, Guest, Receipt, World } from "./world.js";

export interface WorldOptions {
  readonly clock: Clock;
  /** The file that holds the world; absent: memory only. */
  readonly file?: string | undefined;
  /** Milliseconds that the slowest change of state takes. */
  readonly delay?: number | undefined;
  readonly quota?: Quota | undefined;
  readonly pageSize?: number | undefined;
  /** Milliseconds after which a caller gives up waiting. */
  readonly patience?: number | undefined;
  readonly random?: (() => number) | undefined;
  readonly identify?: (() => string) | undefined;
}

/** The simulated cloud itself. */
export async function openHost({
  clock,
  file,
  random = Math.random,
  identify = randomUUID,
  ...options
}: WorldOptions): Promise<Host> {
  const storage = file === undefined ? memoryStorage : await fileStorage(file);
  const cloud = new Cloud({ storage, identify, now: () => clock.now(), delay: options.delay ?? 400, quota: options.quota ?? {} });
  return new Host({ cloud, clock, random, pageSize: options.pageSize ?? 1000 });
}

/** The simulated cloud in this process. */
export const openWorld = async (options: WorldOptions): Promise<World> =>
  new LocalWorld(await openHost(options), options.clock, options.patience ?? 8000);

class LocalWorld implements World {
  constructor(
    private readonly host: Host,
    private readonly clock: Clock,
    private readonly patience: number,
  ) {}

  async list<K extends Kind>(kind: K, query: PageQuery, caller?: Caller): Promise<Page<Things[K]>> {
    return (await this.#ask({ verb: "list", kind, ...query }, caller)) as Page<Things[K]>;
  }

  async read<K extends Kind>(kind: K, ids: readonly string[], caller?: Caller): Promise<readonly Things[K][]> {
    return ((await this.#ask({ verb: "read", kind, ids }, caller)) as Page<Things[K]>).items;
  }

  async write<A extends Action>(action: A, input: InputOf<A>, token?: string, caller?: Caller): Promise<Receipt> {
    return (await this.#ask({ verb: "write", action, input, token }, caller)) as Receipt;
  }

  async guest(machine: string): Promise<Guest> {
    return this.host.guest(machine);
  }

  async script(rules: readonly Rule[]): Promise<void> {
    this.host.script(rules);
  }

  async census(): Promise<Census> {
    return this.host.census();
  }

  async close(): Promise<void> {
    this.host.close();
  }

  async #ask(request: Request, caller: Caller | undefined): Promise<Answer> {
    return this.#received(await this.host.serve(request, caller), caller);
  }

  /** What a caller on the far side of a connection would make of it. */
  async #received(delivery: Delivery, caller: Caller | undefined): Promise<Answer> {
    if (delivery.manner === "whole") return delivery.answer;
    if (delivery.manner === "garbage") throw new Refusal("Garbled", "the answer of the simulated cloud makes no sense");
    if (delivery.manner === "never") await this.clock.sleep(this.patience, caller?.signal);
    throw new Refusal("NoAnswer", "the simulated cloud gave no whole answer");
  }
}
