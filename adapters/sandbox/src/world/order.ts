interface Entry {
  readonly serial: number;
  readonly id: string;
}

/** Ids in the order of creation, so that a page begins anywhere without walking there. What was removed leaves its entry behind until `keep`. */
export class Order {
  #entries: Entry[] = [];

  get size(): number {
    return this.#entries.length;
  }

  add(entry: Entry): void {
    const place = this.#after(entry.serial - 1);
    if (this.#entries[place]?.serial === entry.serial) this.#entries[place] = entry;
    else this.#entries.splice(place, 0, entry);
  }

  /** What was made after a serial; `keep` meanwhile does not disturb. */
  *from(serial: number): Generator<Entry> {
    const entries = this.#entries;
    for (let place = this.#after(serial); place < entries.length; place++) yield entries[place]!;
  }

  /** Forgets what is not kept. */
  keep(isKept: (entry: Entry) => boolean): void {
    this.#entries = this.#entries.filter(isKept);
  }

  /** The place of the first entry with a greater serial. */
  #after(serial: number): number {
    const last = this.#entries.at(-1);
    if (!last || last.serial <= serial) return this.#entries.length;
    let [low, high] = [0, this.#entries.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#entries[middle]!.serial <= serial) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
