/** A cloud and the processes that write to it, for the tests of Jobs. Not part of the product's exports. */
import { type CreateRequest, ProviderFault, steppingClock, type WriteContext } from "@cimi-gateway/adapter";
import type { ResourceName, Values } from "@cimi-gateway/model";
import { type Operation, openStore, type Store } from "@cimi-gateway/store";
import type { AnyResourceAdapter } from "../read/source.js";
import { FakeResource, type FakeService, serviceOf } from "../testing.js";
import type { Create, Intent, Part, Submission } from "./intent.js";
import { type Around, aroundStore } from "./patience.js";

/** A cloud in which things are made at once; a test says where it fails. */
export class World {
  readonly machines = new FakeResource(
    ["name", "state", "note"],
    [],
    this.#writes(() => this.machines, "i", "STOPPED"),
  );
  readonly volumes = new FakeResource(
    ["name", "state"],
    [],
    this.#writes(() => this.volumes, "vol", "AVAILABLE"),
  );
  readonly networks = new FakeResource(["name", "state"], [], {
    ...this.#writes(() => this.networks, "net", "STARTED"),
    collections: { segments: { insert: this.#insert.bind(this) } } as object as AnyResourceAdapter["collections"] & object,
  });
  readonly segments = new FakeResource(
    ["name", "state", "network"],
    [],
    this.#writes(() => this.segments, "seg", "STARTED"),
  );
  /** What was sent, in order. */
  readonly sent: string[] = [];
  /** What was asked of the creates, in order. */
  readonly requests: CreateRequest<ResourceName>[] = [];
  /** Called before anything is done. */
  before: (call: string) => void | Promise<void> = () => {};
  readonly #tokens = new Map<string, string>();

  async #act(call: string): Promise<void> {
    this.sent.push(call);
    await this.before(call);
  }

  async #insert(id: string, item: string, context: WriteContext): Promise<{ id: string }> {
    await context.step(`insert ${item}`, {
      send: () => this.#act(`insert ${item} into ${id}`).then(() => null),
      undo: () => this.#act(`remove ${item} from ${id}`),
    });
    return { id };
  }

  #writes(table: () => FakeResource, prefix: string, state: string): Partial<AnyResourceAdapter> {
    const make = async (
      { token, marker }: { token: string; marker: string },
      { name, template }: CreateRequest<ResourceName>,
    ): Promise<string> => {
      await this.#act(`create ${prefix}`);
      const id = this.#tokens.get(token) ?? `${prefix}-${this.#tokens.size + 1}`;
      this.#tokens.set(token, id);
      const { network } = template as Values;
      table().things.set(id, { id, marker, name, state, network });
      return id;
    };
    const undo = async (id: string): Promise<void> => {
      await this.#act(`delete ${id}`);
      table().things.delete(id);
    };
    const drop = async (id: string): Promise<null> => {
      if (!table().things.has(id)) throw new ProviderFault("notFound", "no such thing");
      await undo(id);
      return null;
    };
    return {
      create: async (request: CreateRequest<ResourceName>, context: WriteContext) => {
        this.requests.push(request);
        const send = (once: { token: string; marker: string }) => make(once, request);
        const id = await context.step("create", { send, undo });
        await context.step("finish", { send: async () => this.#act(`finish ${id}`).then(() => null) });
        return { id, overlay: { note: `made ${id}` }, requestId: `req-${id}` };
      },
      delete: async (id: string, context: WriteContext) => {
        await context.step("delete", { send: () => drop(id) });
        return { id };
      },
    };
  }
}

/** Processes, one after the other, over the same store and the same cloud. */
export class Bench {
  readonly world = new World();
  readonly #opened: FakeService[] = [];

  private constructor(readonly store: Store) {}

  /** @param around something that happens around each call of the store */
  static async open(around: Around = (act) => act()): Promise<Bench> {
    const bench = new Bench(aroundStore(await openStore({ folder: ":memory:" }), around));
    await bench.start();
    return bench;
  }

  /** The process that runs now. */
  get service(): FakeService {
    return this.#opened.at(-1)!;
  }

  async start(checkpoint: (point: string) => Promise<void> | void = () => {}): Promise<void> {
    const { machines, volumes, networks, segments } = this.world;
    const cloud = {
      Machine: machines.adapter,
      Volume: volumes.adapter,
      Network: networks.adapter,
      ProtocolSegment: segments.adapter,
    };
    this.#opened.push(await serviceOf(cloud, { store: this.store, clock: steppingClock(), checkpoint }));
  }

  /** The process dies at a point: nothing after it happens. Another one is there afterwards. */
  async killedAt(point: string, submission: Submission): Promise<void> {
    let died = (): void => {};
    const dead = new Promise<void>((resolve) => {
      died = resolve;
    });
    await this.start((reached) => {
      if (reached !== point) return;
      died();
      return new Promise(() => {});
    });
    void this.service.runner.submit(submission);
    await dead;
    this.world.before = () => {};
    await this.start();
  }

  /** Everything that an earlier process did not finish, carried to its end. */
  async recover(): Promise<void> {
    const { runner } = this.service;
    const unsettled = await this.store.operations.unsettled();
    for (const operation of unsettled) await runner.takeUp(operation);
    for (const { id } of unsettled) await runner.running(id)?.settled;
  }

  async run(submission: Submission): Promise<Operation> {
    return (await this.service.runner.submit(submission)).settled;
  }

  job(id: string): Promise<Operation | undefined> {
    return this.store.operations.get(this.service.cloud.scope, id);
  }

  async shown(id: string): Promise<Values | undefined> {
    return (await this.service.view.find("Machine", id))?.values;
  }

  /** The native ids of all that is there. */
  left(): readonly string[] {
    const { machines, volumes, networks, segments } = this.world;
    return [machines, volumes, networks, segments].flatMap(({ things }) => [...things.keys()]);
  }

  async close(): Promise<void> {
    for (const { runner } of this.#opened) runner.stop();
    await this.store.close();
  }
}

/** A Volume that is made for a machine; its place is its number among them. */
export const plan = (id: string): Part => ({
  name: id,
  into: "volumes",
  intent: { kind: "create", type: "Volume", request: { id, template: {} } },
});

/** A request for the machine m-7, with Volumes that are made for it. */
export function machine(parts: readonly Part[] = []): Submission {
  const request = { id: "m-7", name: "web", template: {} } as CreateRequest<ResourceName>;
  const intent: Intent = { kind: "create", type: "Machine", request, parts };
  const created = "machines/m-7";
  return { intent, action: "add", target: "machines", created, preview: { name: "web", state: "CREATING" } };
}

/** A ProtocolSegment that is made in a network; its place is its number among the segments of that. */
export const segmentPart = (id: string): Part => ({
  name: id,
  by: "network",
  intent: { kind: "create", type: "ProtocolSegment", request: { id, template: {} } },
});

/** A Network that is made in another, with what is made in it. */
export const subnetworkPart = (id: string, parts: readonly Part[]): Part => ({
  name: id,
  by: "supernetwork",
  intent: { kind: "create", type: "Network", request: { id, template: {} }, parts },
});

/** A request for the network n-7. */
export function network(more: Pick<Create, "parts" | "joins"> = {}): Submission {
  const intent: Intent = { kind: "create", type: "Network", request: { id: "n-7", template: {} }, ...more };
  return { intent, action: "add", target: "networks", created: "networks/n-7", preview: { state: "CREATING" } };
}

export const deletion = (nativeId: string): Submission => ({
  intent: { kind: "delete", type: "Machine", nativeId },
  action: "delete",
  target: "machines/m-7",
});

export const refuse = (call: string) => (given: string) => {
  if (given === call) throw new ProviderFault("quota", "the account is full");
};
