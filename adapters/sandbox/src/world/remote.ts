import type { Action, InputOf } from "./actions.js";
import { pageIn, receiptIn } from "./check.js";
import type { Request } from "./request.js";
import type { Rule } from "./script.js";
import type { Page, PageQuery } from "./table.js";
import type { AnyThing, Kind, Things } from "./things.js";
import { Transport } from "./transport.js";
import type { Caller, Census, Guest, Receipt, World } from "./world.js";

/** More things than this are not remembered. */
const MOST_KNOWN = 200_000;

/** The simulated cloud in another process. */
export class RemoteWorld implements World {
  readonly #transport: Transport;
  /** The last version of each thing, so that the same thing is the same object. */
  readonly #known = new Map<string, AnyThing>();

  /**
   * @param endpoint where `world/main` listens
   * @param patience milliseconds for a whole call
   */
  constructor(endpoint: string, patience = 8000) {
    this.#transport = new Transport(endpoint, patience);
  }

  async list<K extends Kind>(kind: K, query: PageQuery, caller?: Caller): Promise<Page<Things[K]>> {
    return this.#page(kind, { verb: "list", kind, ...query }, caller);
  }

  async read<K extends Kind>(kind: K, ids: readonly string[], caller?: Caller): Promise<readonly Things[K][]> {
    return (await this.#page(kind, { verb: "read", kind, ids }, caller)).items;
  }

  async write<A extends Action>(action: A, input: InputOf<A>, token?: string, caller?: Caller): Promise<Receipt> {
    return receiptIn(await this.#post({ verb: "write", action, input, token }, caller));
  }

  async guest(machine: string): Promise<Guest> {
    return (await this.#transport.call("GET", `/__guest/${encodeURIComponent(machine)}`)) as Guest;
  }

  async script(rules: readonly Rule[]): Promise<void> {
    await this.#transport.call("POST", "/__control", { rules });
  }

  async census(): Promise<Census> {
    return (await this.#transport.call("GET", "/__control")) as Census;
  }

  async close(): Promise<void> {
    this.#transport.close();
  }

  async #page<K extends Kind>(kind: K, request: Request, caller: Caller | undefined): Promise<Page<Things[K]>> {
    const { items, after } = pageIn(await this.#post(request, caller), kind);
    return { items: items.map((thing) => this.#same(thing)) as Things[K][], after };
  }

  #post(request: Request, caller: Caller | undefined): Promise<unknown> {
    return this.#transport.call("POST", "/", request, caller?.signal);
  }

  #same(thing: AnyThing): AnyThing {
    const key = `${thing.kind}/${thing.id}`;
    const known = this.#known.get(key);
    if (known?.version === thing.version && known.serial === thing.serial) return known;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(key, thing);
    return thing;
  }
}
