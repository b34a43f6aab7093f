import { checkReserved, isInScope, type ScopeTags } from "@cimi-gateway/adapter";
import type { Action, InputOf } from "./world/actions.js";
import { unknownSource } from "./world/catalogue.js";
import type { Making } from "./world/labels.js";
import type { Rule } from "./world/script.js";
import type { Page, PageQuery } from "./world/table.js";
import type { AnyThing, Kind, Things } from "./world/things.js";
import type { Caller, Census, Guest, Receipt, World } from "./world/world.js";

/** What an action may say of copies and of labels. */
type Copying = Pick<Making, "properties"> & { readonly uri?: string };

/**
 * The part of a simulated cloud that bears some tags (Contract, Safety per cloud), as if there were nothing else but what the cloud
 * itself offers.
 */
export class ScopedWorld implements World {
  constructor(
    private readonly whole: World,
    private readonly scope: ScopeTags,
  ) {}

  async list<K extends Kind>(kind: K, query: PageQuery, caller?: Caller): Promise<Page<Things[K]>> {
    const page = await this.whole.list(kind, query, caller);
    return { ...page, items: page.items.filter((thing) => this.#isInside(thing)) };
  }

  async read<K extends Kind>(kind: K, ids: readonly string[], caller?: Caller): Promise<readonly Things[K][]> {
    return (await this.whole.read(kind, ids, caller)).filter((thing) => this.#isInside(thing));
  }

  /** Whatever the action makes is tagged by the same call; the others pass the tags over. */
  async write<A extends Action>(action: A, input: InputOf<A>, token?: string, caller?: Caller): Promise<Receipt> {
    const { properties, uri } = input as Copying;
    checkReserved(this.scope, properties);
    if (uri !== undefined) await this.#checkSource(action, uri, caller);
    return this.whole.write(action, { ...(input as object), tags: this.scope } as InputOf<A>, token, caller);
  }

  guest(machine: string): Promise<Guest> {
    return this.whole.guest(machine);
  }

  script(rules: readonly Rule[]): Promise<void> {
    return this.whole.script(rules);
  }

  census(): Promise<Census> {
    return this.whole.census();
  }

  close(): Promise<void> {
    return this.whole.close();
  }

  #isInside(thing: AnyThing): boolean {
    const isOffered = thing.kind === "machineConfiguration" || ("stock" in thing && thing.stock);
    return isOffered || isInScope(this.scope, (key) => thing.tags?.[key]);
  }

  /**
   * A copy names its source by a URI, which core cannot look up. What is not there at all is for the cloud to refuse, unless it has
   * made the copy already.
   */
  async #checkSource(action: Action, uri: string, caller?: Caller): Promise<void> {
    const kind = action === "volumeImage.create" ? "volumeImage" : "machineImage";
    const [source] = await this.whole.read(kind, [uri.replace(/^.*\//, "")], caller);
    if (source && !this.#isInside(source)) throw unknownSource(uri, kind);
  }
}
