import type { Values } from "@cimi-gateway/model";

/** A write that is under way, as reads see it. */
export interface OpenOperation {
  readonly job: string;
  readonly cloud: string;
  readonly type: string;
  /** Path of the resource that it makes or works on. */
  readonly path: string;
  readonly action: string;
  /** The state that the resource shows meanwhile, where the cloud has no word for it (5.8). */
  readonly during: string | undefined;
  /** What a read shows of a resource that the cloud does not have yet. */
  readonly preview?: Values;
}

/** The writes under way in this process, by the resource they concern. */
export class OpenOperations {
  readonly #byPath = new Map<string, OpenOperation>();

  add(operation: OpenOperation): void {
    this.#byPath.set(`${operation.cloud} ${operation.path}`, operation);
  }

  remove(operation: OpenOperation): void {
    const key = `${operation.cloud} ${operation.path}`;
    if (this.#byPath.get(key)?.job === operation.job) this.#byPath.delete(key);
  }

  on(cloud: string, path: string): OpenOperation | undefined {
    return this.#byPath.size === 0 ? undefined : this.#byPath.get(`${cloud} ${path}`);
  }

  /** Resources of a type that are being made. */
  creating(cloud: string, type: string): readonly OpenOperation[] {
    if (this.#byPath.size === 0) return [];
    return [...this.#byPath.values()].filter((open) => open.cloud === cloud && open.type === type && open.preview !== undefined);
  }
}
