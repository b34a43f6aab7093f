import type { Accepted, Clock, Log } from "@cimi-gateway/adapter";
import type { Values } from "@cimi-gateway/model";
import type { Json, Operation, Store } from "@cimi-gateway/store";
import type { Cloud } from "../cloud.js";
import { Refusal, refusalOf, returnCodeOf } from "../fault.js";
import { merged } from "../read/kept.js";
import type { Limits } from "../types.js";
import { unrefer } from "../write/unrefer.js";
import { discardVolumes, type Execution, execute, type Part } from "./execute.js";
import { fromJson, type Intent, type Submission } from "./intent.js";
import { SETTLED } from "./job-source.js";
import { uuidOf } from "./once.js";
import type { OpenOperations } from "./open-operations.js";
import { failureOf, nestedSubmission, openOperation, operationOf, resourceIdOf, statusOf, touched } from "./operation.js";
import { Steps } from "./steps.js";
import { Watcher } from "./watch.js";

export interface RunnerOptions {
  readonly cloud: Cloud;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: Limits;
  readonly open: OpenOperations;
  readonly checkpoint: (point: string) => Promise<void> | void;
  /** Called whenever a write began or ended: what was read of these types is out of date. */
  readonly changed: (types: readonly string[]) => void;
}

/** An operation that is under way. */
export interface Running {
  readonly id: string;
  /** The Job when it is settled. */
  readonly settled: Promise<Operation>;
}

interface Run extends Running {
  readonly steps: Steps;
  readonly nested: Map<string, string>;
  halt?: Refusal;
}

/** Carries out the writes of one cloud: commits each intent with its Job, runs it, settles the Job; takes up what a crash interrupted. */
export class Runner {
  readonly watcher: Watcher;
  readonly #running = new Map<string, Run>();

  constructor(readonly options: RunnerOptions) {
    const { clock, log, limits, cloud } = options;
    this.watcher = new Watcher({ clock, log, limits, tenant: cloud.scope.tenant });
  }

  /** What is under way stays as it is recorded, for the next start. */
  stop(): void {
    this.watcher.stop();
  }

  /** Nothing is sent to a cloud before the intent is on disk. */
  async submit(submission: Submission): Promise<Running> {
    const { store, cloud, clock, checkpoint } = this.options;
    const operation = operationOf(submission, new Date(clock.now()).toISOString());
    await store.operations.begin(cloud.scope, operation);
    await checkpoint("committed");
    return this.#start(operation, submission.intent);
  }

  /** Takes up what an earlier process began, unless it was taken up, and finished, as a part of another. */
  async takeUp({ id }: Operation): Promise<void> {
    const { store, cloud } = this.options;
    const operation = await store.operations.get(cloud.scope, id);
    if (operation && !SETTLED.has(operation.state)) this.resume(operation);
  }

  /** Runs an operation that an earlier process began. */
  resume(operation: Operation): Running {
    const known = this.#running.get(operation.id);
    if (known) return known;
    const intent = fromJson(operation.request as Json);
    const run = this.#start(operation, intent, true);
    if (intent.kind === "create" && intent.secret)
      run.halt = new Refusal(500, "the gateway was interrupted and the private key is lost; make another");
    return run;
  }

  running(id: string): Running | undefined {
    return this.#running.get(id);
  }

  /** 5.17.1.1: an operation can be stopped as long as nothing was sent, or between its nested Jobs. */
  stoppable(id: string): boolean {
    const run = this.#running.get(id);
    return run !== undefined && run.halt === undefined && !run.steps.begun;
  }

  async stopJob(id: string): Promise<void> {
    const run = this.#running.get(id);
    if (!run || !this.stoppable(id)) throw new Refusal(409, "the Job can no longer be stopped");
    run.halt = new Stopped();
    await this.#stopping(id);
    await run.settled;
  }

  /** 5.17.1.1: the Job says that it ends before it has ended. */
  async #stopping(id: string): Promise<void> {
    const { store, cloud, clock } = this.options;
    const changed = new Date(clock.now()).toISOString();
    await change(store, cloud, id, ({ state }) => (SETTLED.has(state) ? {} : { state: "STOPPING", changed }));
  }

  /** @param again an earlier process began it: meanwhile it may have been finished, as a part of another */
  #start(operation: Operation, intent: Intent, again = false): Run {
    const { store, cloud, clock, log, limits, checkpoint, open } = this.options;
    const shown = openOperation(cloud.name, operation, intent);
    open.add(shown);
    this.options.changed(touched(intent));
    const { signal } = this.watcher.writing();
    const deadline = Date.parse(operation.started) + limits.jobDeadline;
    const steps = new Steps(
      operation.id,
      resourceIdOf(operation, intent),
      { store, scope: cloud.scope, clock, log, limits, checkpoint, deadline, signal },
      () => run.halt,
    );
    const settled = Promise.resolve()
      .then(() => (again ? this.#unsettled(operation) : operation))
      .then((held) => (SETTLED.has(held.state) ? held : this.#run(held, intent, steps, () => run)))
      .catch((error) => this.#left(error))
      .finally(() => {
        open.remove(shown);
        this.#running.delete(operation.id);
        this.options.changed(touched(intent));
      });
    settled.catch((error) => log.error({ job: operation.id, error: String(error) }, "a Job could not be settled"));
    const run: Run = { id: operation.id, settled, steps, nested: new Map() };
    this.#running.set(operation.id, run);
    return run;
  }

  async #unsettled(operation: Operation): Promise<Operation> {
    return (await this.options.store.operations.get(this.options.cloud.scope, operation.id)) ?? operation;
  }

  /** A gateway that stops settles nothing any more: who waits for the end is answered that it is not there yet. */
  #left(error: unknown): Promise<never> {
    if (!this.watcher.stopped) throw error;
    return new Promise(() => {});
  }

  async #run(operation: Operation, intent: Intent, steps: Steps, self: () => Run): Promise<Operation> {
    const run = self();
    await steps.load();
    const failure = failureOf(operation);
    if (failure) run.halt = failure.stopped ? new Stopped() : new Refusal(failure.status, failure.message);
    const execution = this.#execution(operation, intent, run);
    try {
      await execute(intent, execution);
    } catch (error) {
      return this.#failed(operation.id, intent, run, execution, error);
    }
    if (run.halt) return this.#failed(operation.id, intent, run, execution, run.halt);
    await this.options.checkpoint("finished");
    if (intent.kind === "delete") await this.#forget(intent, operation.resource);
    return this.#settle(operation.id, () => ({ state: "SUCCESS", returnCode: 0 }));
  }

  /** What was kept of a resource goes with it, and what names it. */
  async #forget({ type, nativeId, parent }: Extract<Intent, { kind: "delete" }>, path: string): Promise<void> {
    const { store, cloud, clock } = this.options;
    if (!parent) await unrefer(type, path, { store, cloud, now: clock.now() });
    if (cloud.sources.get(type)!.kept) return;
    await store.overlays.delete(cloud.scope, type, nativeId);
    const id = (await store.identities.ids(cloud.scope, type, [nativeId])).get(nativeId);
    if (id !== undefined) await store.identities.forget(cloud.scope, type, id);
  }

  #execution(operation: Operation, intent: Intent, run: Run): Execution {
    const { cloud, limits } = this.options;
    return {
      cloud,
      limits,
      steps: run.steps,
      watcher: this.watcher,
      deadline: run.steps.options.deadline,
      nested: (name, part, resource) => this.#nested(operation.id, run, name, part, resource),
      accepted: (accepted) => this.#accepted(operation, intent, accepted),
    };
  }

  /** A part's Job has an id that follows from the whole's, so that it is begun once. When the whole turns back, what was begun is known again. */
  async #nested(parent: string, run: Run, name: string, part: Part, resource: string): Promise<string> {
    const { store, cloud } = this.options;
    const id = uuidOf(`${parent} ${name}`);
    const known = await store.operations.get(cloud.scope, id);
    if (run.halt && !known && !name.startsWith("discard-")) throw run.halt;
    const settled =
      known && SETTLED.has(known.state)
        ? known
        : await (known ? this.resume(known) : await this.submit(nestedSubmission(id, parent, part, resource))).settled;
    if (settled.state !== "SUCCESS") throw new Refusal(statusOf(settled), settled.statusMessage ?? "a nested Job failed");
    const nativeId = (settled.details as { nativeId?: string } | undefined)?.nativeId ?? "";
    run.nested.set(name, nativeId);
    return nativeId;
  }

  /** The native id is stored before anything else happens: from here on the resource is known. */
  async #accepted(operation: Operation, intent: Intent, { id, overlay, requestId }: Accepted): Promise<void> {
    const { store, cloud } = this.options;
    const { type } = intent;
    const kept = cloud.sources.get(type)?.kept ?? false;
    await store.transaction(async (bound) => {
      if (intent.kind === "create" && !kept && operation.created?.endsWith(`/${intent.request.id}`)) {
        await bound.identities.assign(cloud.scope, type, intent.request.id, id);
      }
      if (overlay) await putOverlay(bound, cloud, type, id, overlay);
      await change(bound, cloud, operation.id, (held) => ({
        details: {
          ...(held.details as object),
          ...(kept ? {} : { nativeId: id }),
          ...(requestId !== undefined && { nativeRequestId: requestId }),
        },
      }));
    });
  }

  /** Everything that was made is taken back; the Job says what failed first and, if so, what is left. */
  async #failed(id: string, intent: Intent, run: Run, execution: Execution, error: unknown): Promise<Operation> {
    this.watcher.writing().signal.throwIfAborted();
    if (refusalOf(error).status === 500 && !(error instanceof Refusal))
      this.options.log.error({ job: id, error: describe(error) }, "a write failed unexpectedly");
    run.halt ??= refusalOf(error);
    const { status, message, headers } = run.halt;
    const stopped = run.halt instanceof Stopped;
    await change(this.options.store, this.options.cloud, id, (held) => ({
      details: { ...(held.details as object), failure: { status, message, stopped, retryAfter: headers["Retry-After"] ?? null } },
    }));
    await this.options.checkpoint("failed");
    const leaked = [...(await run.steps.undo()), ...(await this.#discarded(intent, run, execution))];
    return this.#settle(id, () => ({
      state: stopped ? "STOPPED" : "FAILED",
      returnCode: returnCodeOf(status),
      statusMessage: leaked.length === 0 ? message : `${message}; could not be taken back: ${leaked.join(", ")}`,
    }));
  }

  /** Returns the names of the parts that could not be taken back. */
  async #discarded(intent: Intent, run: Run, execution: Execution): Promise<readonly string[]> {
    if (intent.kind !== "create" || !intent.volumes) return [];
    return discardVolumes(intent, run.nested, execution);
  }

  async #settle(id: string, changes: (held: Operation) => Partial<Operation>): Promise<Operation> {
    const now = new Date(this.options.clock.now()).toISOString();
    return change(this.options.store, this.options.cloud, id, (held) => ({
      ...changes(held),
      progress: 100,
      changed: now,
      finished: now,
      preview: undefined,
    }));
  }
}

class Stopped extends Refusal {
  constructor() {
    super(409, "stopped by request before anything was sent to the cloud");
  }
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** Stored rows change by comparing versions; nobody else changes a running operation for long. */
async function change(
  store: Store,
  cloud: Cloud,
  id: string,
  changes: (held: Operation) => Partial<Operation>,
): Promise<Operation> {
  for (;;) {
    const held = await store.operations.get(cloud.scope, id);
    if (!held) throw new Error(`the operation ${id} is no longer stored`);
    const made = changes(held);
    if (await store.operations.change(cloud.scope, id, held.version, made))
      return { ...held, ...made, version: held.version + 1 };
  }
}

async function putOverlay(store: Store, cloud: Cloud, type: string, nativeId: string, changes: Values): Promise<void> {
  for (;;) {
    const held = (await store.overlays.get(cloud.scope, type, [nativeId])).get(nativeId);
    const value = merged((held?.value ?? {}) as Values, changes) as Json;
    if (await store.overlays.put(cloud.scope, type, nativeId, held?.version ?? 0, value)) return;
  }
}
