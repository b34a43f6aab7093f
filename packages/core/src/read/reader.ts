import type { Clock, Context, ListQuery, Log } from "@cimi-gateway/adapter";
import { type Model, model } from "@cimi-gateway/model";
import type { Cloud } from "../cloud.js";
import { Refusal } from "../fault.js";
import type { OpenOperations } from "../jobs/open-operations.js";
import { collectionOf, type Parent } from "../route.js";
import type { Limits } from "../types.js";
import { type Belonging, itemsNamedBy, named, namesItems } from "./belonging.js";
import type { Entity } from "./entity.js";
import { Lately } from "./lately.js";
import type { RecentlyMade } from "./recently-made.js";
import type { Source } from "./source.js";

const described: Model = model;

/** A list as it was read from its source: complete, in the order of ids. */
export interface Listing {
  readonly entities: readonly Entity[];
  readonly readAt: number;
}

/** A resource whose Collection is read, as it was read itself. */
export interface Owner {
  readonly parent: Parent;
  readonly nativeId: string;
  readonly native: unknown;
  /** Milliseconds since 1970: what is told from it is no newer. */
  readonly readAt: number;
}

interface Remembered {
  readonly listing: Promise<Listing>;
  /** Milliseconds since 1970: when it was begun. */
  readonly at: number;
  isUnderWay: boolean;
}

export interface ReaderOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: Limits;
  readonly open: OpenOperations;
  readonly recent: RecentlyMade;
}

/** Reads resources and lists of one cloud; identical reads that are under way are shared. */
export class Reader {
  readonly #reads = new Map<string, Promise<Entity | undefined>>();
  readonly #listings = new Map<string, Remembered>();
  readonly #lately: Lately;
  /** When a type was last written. */
  readonly #written = new Map<string, number>();

  constructor(
    readonly cloud: Cloud,
    readonly options: ReaderOptions,
  ) {
    this.#lately = new Lately(options.clock, options.limits.listAge);
  }

  /** The source of a type; 404 where the cloud has none. */
  source(type: string): Source {
    const source = this.cloud.sources.get(type);
    if (!source) throw new Refusal(404, `this cloud serves no ${type}; its Cloud Entry Point lists what it serves`);
    return source;
  }

  /** A resource, as the cloud shows it now; undefined where there is none. */
  async find(type: string, id: string, parent?: Parent): Promise<Entity | undefined> {
    const key = keyOf(type, parent, id);
    const known = this.#reads.get(key);
    if (known) return known;
    const at = this.options.clock.now();
    const reading = this.#find(type, id, parent).then(
      (found) => {
        // Unless a write was made meanwhile, which put the read out of date.
        if (forgetThis(this.#reads, key, reading) && found && !this.source(type).kept) this.#lately.keep(key, found, at);
        return found;
      },
      (error) => {
        forgetThis(this.#reads, key, reading);
        throw error;
      },
    );
    this.#reads.set(key, reading);
    return reading;
  }

  /**
   * A resource as it was last read, by itself or in a list, which costs no native call; undefined where that was longer ago than `listAge`,
   * or a write was made since.
   */
  async lately(type: string, id: string, parent?: Parent): Promise<Entity | undefined> {
    const known = this.#lately.of(keyOf(type, parent, id));
    if (known) return known;
    const listing = await this.#fresh(type, parent)?.catch(() => undefined);
    return listing?.entities.find((entity) => entity.id === id);
  }

  async #find(type: string, id: string, parent?: Parent): Promise<Entity | undefined> {
    if (isElsewhere(type, parent)) return (await this.list(type, parent)).entities.find((entity) => entity.id === id);
    const source = this.source(type);
    const place = await this.#place(type, parent);
    const nativeId = await this.nativeId(type, id);
    const natives = await source.adapter.read([nativeId], this.context(), place.parent?.nativeId);
    const native = this.#recently(type, nativeId, natives.get(nativeId));
    if (native !== undefined) return (await this.cloud.translator.entities(source, [native], place))[0];
    return this.#lost(source, id, nativeId, parent);
  }

  /** What the cloud shows, or what it does not show for a moment although it was made just now. */
  #recently(type: string, nativeId: string, native: unknown): unknown {
    const { recent } = this.options;
    if (native === undefined) return recent.of(type, nativeId);
    recent.seen(type, nativeId, native);
    return native;
  }

  /** After the loss of the store an id is found again by the marker on what the gateway made. */
  async #findByMarker(type: string, id: string, parent?: Parent): Promise<Entity | undefined> {
    const found = (await this.list(type, parent)).entities.find((entity) => entity.id === id);
    if (found) await this.cloud.translator.store.identities.assign(this.cloud.scope, type, id, found.nativeId);
    return found;
  }

  /** The native id behind a CIMI id: what the store says, else the id itself. */
  async nativeId(type: string, id: string): Promise<string> {
    const { store } = this.cloud.translator;
    return this.source(type).kept ? id : ((await store.identities.nativeIds(this.cloud.scope, type, [id])).get(id) ?? id);
  }

  /** Many resources of a type, by their ids, in no more native calls than it takes for all; what does not exist is absent. */
  async findAll(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, Entity>> {
    if (ids.length < 2) return existing(ids, await Promise.all(ids.map((id) => this.find(type, id))));
    const source = this.source(type);
    const known = await this.#nativeIds(type, ids);
    const natives = await source.adapter.read([...new Set(known.values())], this.context());
    const entities = await this.cloud.translator.entities(source, [...natives.values()], await this.#place(type));
    const byNativeId = new Map(entities.map((entity) => [entity.nativeId, entity]));
    const found = ids.map((id) => byNativeId.get(known.get(id)!) ?? this.#lost(source, id, known.get(id)!));
    return existing(ids, await Promise.all(found));
  }

  /** What was not found by its id may be found by its marker. */
  async #lost(source: Source, id: string, nativeId: string, parent?: Parent): Promise<Entity | undefined> {
    return UUID.test(id) && nativeId === id && !source.kept ? this.#findByMarker(source.type, id, parent) : undefined;
  }

  async #nativeIds(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { store } = this.cloud.translator;
    const known = this.source(type).kept ? NONE : await store.identities.nativeIds(this.cloud.scope, type, ids);
    return new Map(ids.map((id) => [id, known.get(id) ?? id]));
  }

  /**
   * The whole list of a type, at most `listAge` old or still under way: one native call for each native page.
   *
   * @param owner the parent, where it was read already
   */
  async list(type: string, parent?: Parent, owner?: Owner): Promise<Listing> {
    this.source(type);
    return this.#shared(type, parent) ?? this.#remember(type, parent, this.#list(type, parent, owner), owner);
  }

  /** The Collections of many resources, in the order of their owners: read together where the adapter can. */
  async lists(type: string, owners: readonly Owner[]): Promise<readonly Listing[]> {
    const stale = owners.filter(({ parent }) => !this.#shared(type, parent));
    const isTogether = stale.length > 1 && this.source(type).adapter.listWithin !== undefined;
    const read = new Map(isTogether ? this.#listTogether(type, stale) : []);
    return Promise.all(owners.map((owner) => read.get(owner) ?? this.list(type, owner.parent, owner)));
  }

  #listTogether(type: string, owners: readonly Owner[]): readonly (readonly [Owner, Promise<Listing>])[] {
    const source = this.source(type);
    const holders = new Map(owners.map(({ nativeId, native }) => [nativeId, native]));
    const all = source.adapter.listWithin!([...holders.keys()], this.context(), holders);
    return owners.map((owner) => [owner, this.#remember(type, owner.parent, this.#part(source, owner, all), owner)]);
  }

  async #part(source: Source, owner: Owner, all: Promise<ReadonlyMap<string, readonly unknown[]>>): Promise<Listing> {
    const { parent, nativeId } = owner;
    const natives = (await all).get(nativeId) ?? [];
    const readAt = this.#since(owner);
    const place = await this.#place(source.type, parent);
    const entities = [...(await this.cloud.translator.entities(source, natives, place))];
    const missing = this.#missing(source.type, nativeId, entities);
    if (missing.length > 0) entities.push(...(await this.cloud.translator.entities(source, missing, place)));
    return { entities: sorted(entities), readAt };
  }

  #fresh(type: string, parent: Parent | undefined): Promise<Listing> | undefined {
    const known = this.#listings.get(keyOf(type, parent, ""));
    return known && this.options.clock.now() - known.at <= this.options.limits.listAge ? known.listing : undefined;
  }

  /** However long the cloud takes: the Collections of many resources are told from one list. */
  #shared(type: string, parent: Parent | undefined): Promise<Listing> | undefined {
    const known = this.#listings.get(keyOf(type, parent, ""));
    return known?.isUnderWay ? known.listing : this.#fresh(type, parent);
  }

  /** What the gateway keeps itself is always read anew; so is what was told by an owner that a write has overtaken. */
  #remember(type: string, parent: Parent | undefined, listing: Promise<Listing>, owner?: Owner): Promise<Listing> {
    const isOvertaken = owner !== undefined && owner.readAt <= (this.#written.get(type) ?? Number.NEGATIVE_INFINITY);
    if (this.source(type).kept || isOvertaken) return listing;
    const key = keyOf(type, parent, "");
    const entry: Remembered = { listing, at: this.#since(owner), isUnderWay: true };
    this.#listings.set(key, entry);
    listing.then(
      () => {
        entry.isUnderWay = false;
      },
      () => forgetThis(this.#listings, key, entry),
    );
    return listing;
  }

  /** Now, or when the owner was read by which something is told. */
  #since(owner: Owner | undefined): number {
    return Math.min(this.options.clock.now(), owner?.readAt ?? Number.POSITIVE_INFINITY);
  }

  async #list(type: string, parent?: Parent, owner?: Owner): Promise<Listing> {
    const source = this.source(type);
    const belongs = isElsewhere(type, parent) ? await this.#belonging(parent, owner) : undefined;
    if (belongs) {
      const { entities, readAt } = await this.list(type);
      return { entities: entities.filter(belongs), readAt };
    }
    const place = await this.#place(type, parent);
    const query = parent === undefined ? {} : await this.#within(parent, owner);
    const entities: Entity[] = [];
    for await (const page of source.adapter.list(query, this.context())) {
      entities.push(...(await this.cloud.translator.entities(source, page, place)));
    }
    const missing = this.#missing(type, query.parent, entities);
    if (missing.length > 0) entities.push(...(await this.cloud.translator.entities(source, missing, place)));
    return { entities: sorted(entities), readAt: this.#since(owner) };
  }

  async #within({ type, id }: Parent, owner: Owner | undefined): Promise<ListQuery> {
    return owner ? { parent: owner.nativeId, holder: owner.native } : { parent: await this.nativeId(type, id) };
  }

  /** Which resources are in a Collection whose items live elsewhere; undefined: the cloud lists them by their owner. */
  async #belonging(parent: Parent, read: Owner | undefined): Promise<Belonging | undefined> {
    if (collectionOf(parent.type, parent.attribute)?.by !== undefined) return named(parent);
    if (!namesItems(this.source(parent.type), parent.attribute)) return undefined;
    const owner = read ?? (await this.#listed(parent.type, parent.id));
    return itemsNamedBy(this.source(parent.type), parent.attribute, owner);
  }

  /** From the list of its type where that was read a moment ago: Collections of many resources cost one call. */
  async #listed(type: string, id: string): Promise<Entity | undefined> {
    const fresh = this.#listings.has(keyOf(type, undefined, "")) ? (await this.list(type)).entities : [];
    return fresh.find((entity) => entity.id === id) ?? this.find(type, id);
  }

  /** What was made just now, and a list that lags behind does not show. */
  #missing(type: string, owner: string | undefined, entities: readonly Entity[]): readonly unknown[] {
    const { recent } = this.options;
    if (recent.isEmpty) return [];
    for (const { nativeId, native } of entities) recent.seen(type, nativeId, native);
    return recent.missing(type, owner, new Set(entities.map(({ nativeId }) => nativeId)));
  }

  /** A write was made: whatever of this type is read from now on is read anew, also where an earlier read is still under way. */
  forget(type: string): void {
    this.#written.set(type, this.options.clock.now());
    for (const known of [this.#listings, this.#reads]) {
      for (const key of known.keys()) if (key.startsWith(`${type} `)) known.delete(key);
    }
    this.#lately.forget(`${type} `);
  }

  /** Where items of a type stand: in their own Collection, or in one of the parent's if they live only there. */
  async #place(type: string, parent?: Parent) {
    const { collection } = described[type]!;
    if (!parent || collection !== undefined) return { collection: collection! };
    const path = `${described[parent.type]!.collection}/${encodeURIComponent(parent.id)}`;
    return { collection: `${path}/${parent.attribute}`, parent: { nativeId: await this.nativeId(parent.type, parent.id), path } };
  }

  context(): Context {
    const { clock, log } = this.options;
    return new ReadContext(clock, log, this.cloud.scope.tenant);
  }
}

/** Those that were found, by their ids. */
export const existing = (ids: readonly string[], found: readonly (Entity | undefined)[]): ReadonlyMap<string, Entity> =>
  new Map(ids.flatMap((id, index) => (found[index] ? [[id, found[index]] as const] : [])));

const NONE: ReadonlyMap<string, string> = new Map();

const sorted = (entities: readonly Entity[]): readonly Entity[] =>
  entities.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

/** Blanks stand between the parts only: no two reads have one key. */
const keyOf = (type: string, parent: Parent | undefined, id: string): string =>
  [type, ...(parent ? [parent.type, parent.id, parent.attribute] : []), id].map(encodeURIComponent).join(" ");

/** A later entry under the same key stays; false: this one was not there any more. */
const forgetThis = <V>(entries: Map<string, V>, key: string, entry: V): boolean =>
  entries.get(key) === entry && entries.delete(key);

/** Only listed by the parent: what the parent's Collection does not list is not in it. */
const isElsewhere = (type: string, parent: Parent | undefined): parent is Parent =>
  parent !== undefined && described[type]!.collection !== undefined;

/** The signal costs more than a read from memory, so it is made when it is asked for. */
class ReadContext implements Context {
  #signal: AbortSignal | undefined;

  constructor(
    readonly clock: Clock,
    readonly log: Log,
    readonly tenant: string,
  ) {}

  get signal(): AbortSignal {
    this.#signal ??= AbortSignal.timeout(READ_TIMEOUT);
    return this.#signal;
  }
}

/** A read that a cloud does not answer within this time, in milliseconds, has failed (RELIABILITY, fault 12). */
const READ_TIMEOUT = 30_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
