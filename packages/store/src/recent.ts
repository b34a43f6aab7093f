/** The most recently used entries, as many as their weights allow. */
export class Recent<V> {
  readonly #entries = new Map<string, { readonly value: V; readonly weight: number }>();
  #weight = 0;
  /** What was used last need not be moved. */
  #latest: string | undefined;

  constructor(
    /** The sum of weights to stay below, in characters. */
    private readonly limit: number,
  ) {}

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || key === this.#latest) return entry?.value;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#latest = key;
    return entry.value;
  }

  set(key: string, value: V, weight: number): void {
    this.delete(key);
    this.#entries.set(key, { value, weight });
    this.#latest = key;
    this.#weight += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.limit) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#weight -= entry.weight;
  }
}
