import type { Clock, Log } from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";
import { type Operation, SecretUnreadable, type Store, storeFailure } from "@cimi-gateway/store";
import type { Cloud } from "../cloud.js";
import { Refusal, refusalOf, returnCodeOf } from "../fault.js";
import type { RecentlyMade } from "../read/recently-made.js";
import type { Limits } from "../types.js";
import { recordAccepted } from "./accepted.js";
import { type Execution, execute, type Nested } from "./execute.js";
import { type Deletion, forget, goneAlong } from "./forget.js";
import type { Intent, Submission } from "./intent.js";
import { SETTLED } from "./job-source.js";
import { uuidOf } from "./once.js";
import type { OpenOperations } from "./open-operations.js";
import { failureOf, nestedSubmission, openOperation, operationOf, resourceIdOf, statusOf, touched } from "./operation.js";
import { DISCARD, discardParts, partsAfter, partsBefore } from "./parts.js";
import { patientStore } from "./patience.js";
import { change } from "./rows.js";
import { sealedOperation, storedIntent } from "./sealed-intent.js";
import { Steps } from "./steps.js";
import { Watcher } from "./watch.js";

export interface RunnerOptions {
  readonly cloud: Cloud;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: Limits;
  readonly open: OpenOperations;
  readonly recent: RecentlyMade;
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
  halt?: Refusal;
}

/** Carries out the writes of one cloud: commits each intent with its Job, runs it, settles the Job; takes up what a crash interrupted. */
export class Runner {
  readonly watcher: Watcher;
  readonly #running = new Map<string, Run>();
  /** For what is begun already. */
  readonly #store: Store;

  constructor(readonly options: RunnerOptions) {
    const { clock, log, limits, cloud, store } = options;
    this.watcher = new Watcher({ clock, log, limits, tenant: cloud.scope.tenant });
    this.#store = patientStore(store, { clock, log, limits, signal: this.watcher.writing().signal });
  }

  /** What is under way stays as it is recorded, for the next start. */
  stop(): void {
    this.watcher.stop();
  }

  /** Nothing is sent to a cloud before the intent is on disk. */
  async submit(submission: Submission): Promise<Running> {
    const { store, cloud } = this.options;
    const operation = this.#operation(submission);
    try {
      await store.operations.begin(cloud.scope, sealedOperation(operation, cloud.scope, store.secrets));
    } catch (error) {
      if (storeFailure(error)) void this.#withdraw(operation.id);
      throw error;
    }
    return this.#begin(operation, submission.intent);
  }

  #operation(submission: Submission): Operation {
    return operationOf(submission, this.#now());
  }

  #now(): string {
    return new Date(this.options.clock.now()).toISOString();
  }

  async #begin(operation: Operation, intent: Intent): Promise<Run> {
    await this.options.checkpoint("committed");
    return this.#start(operation, intent);
  }

  /** Its commit may have been done although the database did not say so: whoever was told 503 will send the request again. */
  async #withdraw(id: string): Promise<void> {
    try {
      await this.#store.operations.delete(this.options.cloud.scope, id);
    } catch (error) {
      this.options.log.warn(
        { job: id, error: String(error) },
        "a write that was refused for lack of a database may still be stored",
      );
    }
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
    const intent = this.#intent(operation);
    const run = this.#start(operation, intent ?? { kind: "nothing", type: operation.type as ResourceName }, true);
    if (!intent)
      run.halt = new Refusal(
        500,
        "the outcome is unknown: the request can no longer be decrypted; look at the cloud before repeating it",
      );
    else if (intent.kind === "create" && intent.secret)
      run.halt = new Refusal(500, "the gateway was interrupted and the private key is lost; make another");
    return run;
  }

  /** Undefined: its row was changed behind the gateway's back (RELIABILITY, fault 38). */
  #intent(operation: Operation): Intent | undefined {
    try {
      return storedIntent(operation, this.options.cloud.scope, this.options.store.secrets);
    } catch (error) {
      if (!(error instanceof SecretUnreadable)) throw error;
      this.options.log.error({ job: operation.id, error: String(error) }, "an unfinished request cannot be decrypted");
      return undefined;
    }
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
    const { cloud, clock, log, limits, checkpoint, open } = this.options;
    const shown = openOperation(cloud, operation, intent);
    open.add(shown);
    this.options.changed(touched(intent));
    const { signal } = this.watcher.writing();
    const deadline = Date.parse(operation.started) + limits.jobDeadline;
    const steps = new Steps(
      operation.id,
      resourceIdOf(operation, intent),
      { store: this.#store, scope: cloud.scope, clock, log, limits, checkpoint, deadline, signal },
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
    const run: Run = { id: operation.id, settled, steps };
    this.#running.set(operation.id, run);
    return run;
  }

  async #unsettled(operation: Operation): Promise<Operation> {
    return (await this.#store.operations.get(this.options.cloud.scope, operation.id)) ?? operation;
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

  /** What was kept of a resource goes with it, and every reference to it (5.10.1); so with what went along. */
  async #forget({ type, nativeId, along = [] }: Deletion, path: string): Promise<void> {
    const gone = await goneAlong(along, this.options.cloud, this.watcher.writing());
    await forget([{ type, nativeId, path }, ...gone], this.options.cloud, this.#store, this.#now());
    for (const one of [{ type, nativeId }, ...gone]) this.options.recent.forget(one.type, one.nativeId);
  }

  #execution(operation: Operation, intent: Intent, run: Run): Execution {
    const { cloud, limits } = this.options;
    return {
      cloud,
      store: this.#store,
      limits,
      steps: run.steps,
      watcher: this.watcher,
      deadline: run.steps.options.deadline,
      nested: (name, part, resource) => this.#nested(operation.id, run, name, part, resource),
      madeAt: (names) => this.#madeAt(operation.id, names),
      accepted: (accepted) => recordAccepted({ store: this.#store, cloud }, operation, intent, accepted),
      made: (nativeId, native) => this.#made(intent, nativeId, native),
    };
  }

  /** A cloud's reads may lag behind; the gateway's own rows do not. */
  #made(intent: Intent, nativeId: string, native: unknown): void {
    if (intent.kind !== "create") return;
    const { type, request, by } = intent;
    if (by || this.options.cloud.adapter.resources[type]?.create)
      this.options.recent.remember(type, nativeId, request.parent, native);
  }

  /** A part's Job has an id that follows from the whole's, so that it is begun once. When the whole turns back, what was begun is known again. */
  async #nested(parent: string, run: Run, name: string, part: Nested, resource: string): Promise<string> {
    const id = uuidOf(`${parent} ${name}`);
    const known = await this.#store.operations.get(this.options.cloud.scope, id);
    if (run.halt && !known && !name.startsWith(DISCARD)) throw run.halt;
    const settled =
      known && SETTLED.has(known.state)
        ? known
        : await (known ? this.resume(known) : await this.#submitPart(nestedSubmission(id, parent, part, resource))).settled;
    if (settled.state !== "SUCCESS") throw new Refusal(statusOf(settled), settled.statusMessage ?? "a nested Job failed");
    return nativeIdOf(settled) ?? "";
  }

  async #madeAt(whole: string, names: readonly string[]): Promise<string | undefined> {
    const id = names.reduce((parent, name) => uuidOf(`${parent} ${name}`), whole);
    const job = await this.#store.operations.get(this.options.cloud.scope, id);
    return job?.state === "SUCCESS" ? nativeIdOf(job) : undefined;
  }

  /** Nobody is told 503 here: the whole waits until its part is on disk, once. */
  async #submitPart(submission: Submission): Promise<Running> {
    const operation = this.#operation(submission);
    const { scope } = this.options.cloud;
    await this.#store.transaction(async ({ operations, secrets }) => {
      if (await operations.get(scope, operation.id)) return;
      await operations.begin(scope, sealedOperation(operation, scope, secrets));
    });
    return this.#begin(operation, submission.intent);
  }

  /** Everything that was made is taken back; the Job says what failed first and, if so, what is left. */
  async #failed(id: string, intent: Intent, run: Run, execution: Execution, error: unknown): Promise<Operation> {
    this.watcher.writing().signal.throwIfAborted();
    if (refusalOf(error).status === 500 && !(error instanceof Refusal))
      this.options.log.error({ job: id, error: describe(error) }, "a write failed unexpectedly");
    run.halt ??= refusalOf(error);
    const { status, message, headers } = run.halt;
    const stopped = run.halt instanceof Stopped;
    const failed = await change(this.#store, this.options.cloud, id, (held) => ({
      details: { ...(held.details as object), failure: { status, message, stopped, retryAfter: headers["Retry-After"] ?? null } },
    }));
    await this.options.checkpoint("failed");
    const leaked = await this.#undone(intent, run, execution);
    const made = intent.kind === "create" ? nativeIdOf(failed) : undefined;
    if (made !== undefined) this.options.recent.forget(intent.type, made);
    return this.#settle(id, () => ({
      state: stopped ? "STOPPED" : "FAILED",
      returnCode: returnCodeOf(status),
      statusMessage: leaked.length === 0 ? message : `${message}; could not be taken back: ${leaked.join(", ")}`,
    }));
  }

  /** What was made in the whole goes first, then the whole, then what it was made of. Returns the names of what stays. */
  async #undone(intent: Intent, run: Run, execution: Execution): Promise<readonly string[]> {
    if (intent.kind !== "create") return run.steps.undo();
    const inside = await discardParts(partsAfter(intent), execution);
    const whole = await run.steps.undo();
    return [...inside, ...whole, ...(await discardParts(partsBefore(intent), execution))];
  }

  async #settle(id: string, changes: (held: Operation) => Partial<Operation>): Promise<Operation> {
    const now = this.#now();
    return change(this.#store, this.options.cloud, id, (held) => ({
      ...changes(held),
      progress: 100,
      changed: now,
      finished: now,
      preview: undefined,
    }));
  }
}

const nativeIdOf = ({ details }: Operation): string | undefined => (details as { nativeId?: string } | undefined)?.nativeId;

class Stopped extends Refusal {
  constructor() {
    super(409, "stopped by request before anything was sent to the cloud");
  }
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
