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

/** The writes under way in this process, by the resource they concern; one resource may have several, oldest first. */
export class OpenOperations {
  readonly #byPath = new Map<string, readonly OpenOperation[]>();

  add(operation: OpenOperation): void {
    const key = keyOf(operation);
    this.#byPath.set(key, [...(this.#byPath.get(key) ?? []), operation]);
  }

  remove(operation: OpenOperation): void {
    const key = keyOf(operation);
    const left = (this.#byPath.get(key) ?? []).filter(({ job }) => job !== operation.job);
    if (left.length === 0) this.#byPath.delete(key);
    else this.#byPath.set(key, left);
  }

  /** The one that decides what a resource shows: the latest that changes its state, else the latest. */
  on(cloud: string, path: string): OpenOperation | undefined {
    if (this.#byPath.size === 0) return undefined;
    const all = this.#byPath.get(`${cloud} ${path}`);
    return all && (all.findLast(({ during }) => during !== undefined) ?? all.at(-1));
  }

  /** Resources of a type that are being made. */
  creating(cloud: string, type: string): readonly OpenOperation[] {
    if (this.#byPath.size === 0) return [];
    return [...this.#byPath.values()]
      .flat()
      .filter((open) => open.cloud === cloud && open.type === type && open.preview !== undefined);
  }
}

const keyOf = ({ cloud, path }: OpenOperation): string => `${cloud} ${path}`;
